/* Making elements. Texts only ever become text nodes: nothing that a contributor wrote is read as markup. */
'use strict';

window.EZ = window.EZ || {};

(function () {
  /**
   * Make an element.
   * @param {string} tag
   * @param {Object<string, *>} [given] `class`, `text`, `on` (event -> listener); all else is an attribute, left
   *   out where it is null or false
   * @param {...(Node|null)} children
   * @returns {HTMLElement}
   */
  function make(tag, given, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(given || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === 'class') node.className = value;
      else if (key === 'text') node.textContent = value;
      else if (key === 'on') for (const [name, listener] of Object.entries(value)) node.addEventListener(name, listener);
      else node.setAttribute(key, value === true ? '' : String(value));
    }
    node.append(...children.filter(Boolean));
    return node;
  }

  /** A name that may break after its underscores. */
  function soft(words) {
    return words.split(/(?<=_)/).flatMap((part, i) => i ? [make('wbr'), part] : [part]);
  }

  /** A select with options [value, words]; `label` is what a screen reader says. */
  function select(label, options, chosen, changed, given) {
    const node = make('select', { 'aria-label': label, ...given, on: { change: () => changed(node.value) } });
    for (const [value, words] of options) node.append(make('option', { value, text: words }));
    node.value = chosen;
    return node;
  }

  function button(words, pressed, given) {
    return make('button', { type: 'button', text: words, ...given, on: { click: pressed } });
  }

  /** Say something to screen readers and, for a moment, to all. */
  function say(words) {
    const place = document.getElementById('said');
    if (!place) return;
    place.textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { place.textContent = ''; }, 4000);
  }

  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  EZ.dom = { make, soft, select, button, say, isCalm: () => calm.matches };
})();
