/* The bar above the pictures: charts, where each axis goes, which values are shown, size, measure, the link. */
'use strict';

(function () {
  const { make, select, button, say } = EZ.dom;
  const WORDS = { down: 'down', across: 'across', panels: 'panels', slider: 'slider' };

  class Bar {
    constructor(page, place) {
      this.page = page;
      this.place = place;
      this.open = false;
    }

    /** Draw it anew, unless nothing that it shows has changed; what is open and focused stays so. */
    draw() {
      const { page } = this, { view } = page;
      const key = JSON.stringify([view.chart, view.place, view.study.axes.map((axis) => [...view.hidden[axis.name]]), view.measure, view.as, page.player.axis, this.open, view.study.count]);
      if (key === this.key) return;
      this.key = key;
      const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.key : '';
      this.place.replaceChildren(...[this.charts(), this.tools(), this.open && this.axes()].filter(Boolean));
      const again = focused && this.place.querySelector(`[data-key="${CSS.escape(focused)}"]`);
      if (again) again.focus();
    }

    charts() {
      const { page } = this, titles = EZ.view.titles(page.study);
      if (titles.length < 2) return null;
      return make('div', { class: 'charts', role: 'group', 'aria-label': 'Charts of this study' }, ...titles.map((title, i) => button(title, () => {
        page.player.stop();
        page.view.chart = i;
        page.view.reset();
        page.changed();
      }, { 'aria-pressed': String(page.view.chart === i), 'data-key': `chart ${i}` })));
    }

    tools() {
      const { page } = this, { view } = page, several = page.study.axes.some((axis) => axis.values.length > 1);
      const tools = make('div', { class: 'tools' });
      if (several) {
        tools.append(
          button('Arrange', () => { this.open = !this.open; this.draw(); }, { class: 'quiet-button arrange', 'aria-expanded': String(this.open), 'data-key': 'arrange' }));
        if (view.axisAt('down') && view.axisAt('across')) {
          tools.append(button('Swap', () => { view.swap(); page.changed(); }, { class: 'quiet-button swap', title: 'Exchange down and across', 'data-key': 'swap' }));
        }
        tools.append(this.play());
      }
      if (EZ.view.toHash(view, false)) {
        tools.append(button('Reset', () => { page.player.stop(); view.chart = 0; view.reset(); page.changed(); }, { class: 'quiet-button reset', title: 'Back to the first chart', 'data-key': 'reset' }));
      }
      tools.append(make('div', { class: 'right' }, ...this.measure(), this.size(),
        button('Link', () => this.copy(), { class: 'quiet-button link', title: 'Copy a link to what you see now', 'aria-label': 'Copy link', 'data-key': 'link' })));
      return tools;
    }

    play() {
      const { page } = this, best = EZ.slide.best(page.study);
      if (!best) return null;
      const name = page.player.axis || best.name, axis = page.study.byName.get(name), playing = !!page.player.axis;
      return button(playing ? `Pause ${axis.label}` : `Play ${axis.label}`, () => page.player.toggle(name),
        { class: `quiet-button player ${playing ? 'pause' : 'play'}`, 'data-key': 'play' });
    }

    size() {
      const { page } = this, range = make('input', {
        type: 'range', min: 4, max: 10, step: 0.05, 'aria-label': 'Size of the pictures', title: 'Size of the pictures; double click: fit', 'data-key': 'size',
        on: {
          input: () => { page.view.width = Math.round(2 ** Number(range.value)); page.redraw(); },
          dblclick: () => { page.view.width = 0; page.redraw(); this.follow(); },
        },
      });
      this.range = range;
      this.follow();
      return make('label', { class: 'size' }, make('span', { text: 'Size' }), range);
    }

    /** Let the size slider stand where the pictures are. */
    follow() {
      const { grid } = this.page;
      if (grid.plan && grid.scale && document.activeElement !== this.range) this.range.value = Math.log2(grid.plan.wide * grid.scale);
    }

    measure() {
      const { page } = this, { view } = page;
      if (!page.study.measures.length) return [];
      const options = [['', 'No measure'], ...page.study.measures.map((name) => [name, name.replaceAll('_', ' ')])];
      const shown = select('Measure shown on the pictures', options, view.measure, (value) => { view.measure = value; page.changed(); }, { 'data-key': 'measure' });
      const as = view.measure && select('Show it as', [['number', 'as number'], ['bar', 'as bar'], ['tint', 'as tint']], view.as, (value) => { view.as = value; page.changed(); }, { 'data-key': 'as' });
      return [shown, as].filter(Boolean);
    }

    copy() {
      const link = location.href;
      const failed = () => say('The link is in the address bar.');
      if (!navigator.clipboard) { failed(); return; }
      navigator.clipboard.writeText(link).then(() => say('Link copied. It keeps what you see now.'), failed);
    }

    /** One line for each axis: where it goes, and its values. */
    axes() {
      const { page } = this, rows = page.study.axes.filter((axis) => axis.values.length > 1).map((axis) => this.axis(axis));
      return make('div', { class: 'axes' }, ...rows);
    }

    axis(axis) {
      const { page } = this, { view } = page;
      const place = make('div', { class: 'places', role: 'radiogroup', 'aria-label': `Where ${axis.label} goes` }, ...EZ.view.PLACES.map((name) => make('label', {},
        make('input', { type: 'radio', name: `place of ${axis.name}`, checked: view.place[axis.name] === name, 'data-key': `${axis.order} ${name}`, on: { change: () => { page.player.stop(); view.put(axis.name, name); page.changed(); } } }),
        make('span', { text: WORDS[name] }))));
      const shown = view.shown(axis), values = axis.values.map((value, index) => button(value.label, () => {
        if (shown.length === 1 && shown[0] === index) { say('One value stays.'); return; }
        view.hide(axis.name, index, shown.includes(index));
        page.changed();
      }, { class: 'pick', 'aria-pressed': String(shown.includes(index)), title: value.label.length > 28 ? value.label : null, 'data-key': `${axis.order} value ${index}`, disabled: !view.order[axis.name].includes(index) }));
      return make('div', { class: 'axis-row' }, make('span', { class: 'axis', text: axis.label }), place,
        make('div', { class: 'values', role: 'group', 'aria-label': `Values of ${axis.label} that are shown` }, ...values));
    }
  }

  EZ.arrange = { Bar };
})();
