/* Words in the grid: of panels, of rows and columns, and of cells without a picture. Long ones are clamped by the
   style sheet, with the whole text as title; a value that a profile changed has the rendered one beneath it. */
'use strict';

(function () {
  const { make } = EZ.dom;

  /** The heading of a panel: [axis, label, rendered] for each axis. */
  function title(words) {
    const heading = make('h3');
    words.forEach(([axis, value, rendered], i) => {
      if (i) heading.append(' · ');
      heading.append(make('span', { class: 'axis', text: `${axis} ` }), make('span', { text: value, class: 'clamped', title: value.length > 40 ? value : null }));
      if (rendered) heading.append(make('small', { text: ` rendered ${rendered}` }));
    });
    return heading;
  }

  /** Words that may be broken behind a plus: names of several models. */
  function breakable(words) {
    return words.split(/(?<=\+)/).flatMap((part, i) => (i ? [make('wbr'), part] : [part]));
  }

  /** The label of a row or column. */
  function label(axis, index, role) {
    const { label: words, rendered } = axis.values[index];
    return make('div', { role, class: 'label', title: words.length > 10 ? words : null },
      make('span', { class: 'stated' }, ...breakable(words)), rendered && make('small', { text: rendered, title: `rendered as ${rendered}` }));
  }

  /** What stands where there is no picture. */
  function why(cell) {
    if (!cell) return [make('span', { class: 'why', text: 'left out' })];
    if (cell.state === 'missing') return [make('span', { class: 'why', text: cell.reason || 'not rendered yet' })];
    return [make('span', { class: 'why' }, make('b', { text: 'failed' }), make('span', { text: cell.reason ? ` ${cell.reason}` : '' }))];
  }

  EZ.labels = { title, label, why };
})();
