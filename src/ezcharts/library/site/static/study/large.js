/* A cell, large: the arrow keys walk the grid along its axes, a second cell can be set beside it, and its settings
   unfold. A native dialog: Escape closes it, and focus returns to the cell that it stands on. */
'use strict';

(function () {
  const { make, select, button } = EZ.dom;

  class Large {
    constructor(page, dialog) {
      this.page = page;
      this.dialog = dialog;
      this.which = 0;  // which of two cells the keys move
      this.unfolded = false;
      dialog.addEventListener('keydown', (event) => this.key(event));
      dialog.addEventListener('close', () => this.closed());
      dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    }

    build() {
      this.heads = make('div', { class: 'heads' });
      this.place = make('div', { class: 'stage' });
      this.stage = new EZ.stage.Stage(this.place);
      this.foot = make('div', { class: 'under' });
      this.side = make('div', { class: 'facts-of-cell' });
      const close = button('', () => this.dialog.close(), { class: 'icon close', 'aria-label': 'Close' });
      this.dialog.replaceChildren(make('div', { class: 'inside' }, make('div', { class: 'over' }, this.heads, close), this.place, this.foot, this.side));
    }

    /** Open on a place; `beside` another one to compare with. */
    open(at, beside, mode) {
      const { view } = this.page;
      this.page.player.stop();
      view.open = at;
      view.beside = beside || null;
      view.mode = beside ? mode || 'side' : '';
      this.which = beside ? 1 : 0;
      if (!this.stage) this.build();
      if (!this.dialog.open) this.dialog.showModal();
      this.stage.reset();
      this.draw();
      this.dialog.focus();
    }

    closed() {
      const { page } = this, at = page.view.open;
      this.stage.stop();
      page.view.open = page.view.beside = null;
      page.view.mode = '';
      page.keep();
      if (at) { this.bring(at); page.grid.show(at); }
    }

    /** Let the sliders follow to the place that was looked at last. */
    bring(at) {
      const { view, study } = this.page;
      for (const axis of view.axesAt('slider')) view.at[axis.name] = at[axis.order];
      if (study.axes.length) this.page.redraw();
    }

    draw() {
      if (!this.dialog.open) return;
      const { view, study } = this.page, two = !!view.beside;
      const places = two ? [view.open, view.beside] : [view.open];
      const numbers = places.map((at) => study.find(at));
      const cells = numbers.map((number) => number < 0 ? null : study.cell(number));
      this.stage.show(cells, view.mode, places.map((at, i) => this.tag(places, i)));
      this.fillHeads(places);
      this.fillFoot(cells, two);
      this.fillSide(numbers[two ? this.which : 0]);
      this.dialog.setAttribute('aria-label', places.map((at) => study.words(at)).join(' beside '));
      this.page.keep();
    }

    /** What a picture is called on the stage: of two, only what differs. */
    tag(places, i) {
      const { study } = this.page;
      if (places.length < 2) return study.words(places[i]);
      const differs = study.axes.filter((axis) => places[0][axis.order] !== places[1][axis.order]);
      return differs.map((axis) => `${axis.label} ${study.value(axis, places[i][axis.order])}`).join(', ') || 'the same cell';
    }

    /** For each cell a line of selects, one per axis: they say where it is, and lead elsewhere. */
    fillHeads(places) {
      const focused = this.heads.contains(document.activeElement) ? document.activeElement.dataset.key : '';
      this.heads.replaceChildren(...places.map((at, which) => this.head(at, which, places.length > 1)));
      const again = focused && this.heads.querySelector(`[data-key="${CSS.escape(focused)}"]`);
      if (again) again.focus();
    }

    head(at, which, two) {
      const { study } = this.page, axes = study.axes.filter((axis) => axis.values.length > 1);
      const line = make('div', { class: two && which === this.which ? 'where moved' : 'where', role: 'group', 'aria-label': two ? (which ? 'Second cell' : 'First cell') : 'Cell' });
      if (two) line.append(button(which ? 'B' : 'A', () => { this.which = which; this.draw(); }, { class: 'which', 'aria-pressed': String(which === this.which), title: 'The arrow keys move this one', 'data-key': `which ${which}` }));
      for (const axis of axes) {
        const options = axis.values.map((value, i) => [String(i), study.value(axis, i)]);
        line.append(make('label', {}, make('span', { class: 'axis', text: axis.label }), select(`${axis.label}${two ? ` of ${which ? 'B' : 'A'}` : ''}`, options, String(at[axis.order]), (value) => {
          this.which = which;
          this.go(axis, Number(value));
        }, { 'data-key': `${which} ${axis.order}` })));
      }
      return line;
    }

    fillFoot(cells, two) {
      const { view } = this.page, cell = cells[two ? this.which : 0];
      const focused = this.foot.contains(document.activeElement) ? document.activeElement.dataset.key : '';
      const modes = two ? make('div', { class: 'modes', role: 'group', 'aria-label': 'How to compare' }, ...EZ.stage.MODES.map(([mode, words]) => button(words, () => { view.mode = mode; this.draw(); }, { 'aria-pressed': String(view.mode === mode), 'data-key': mode }))) : null;
      this.foot.replaceChildren(...[
        modes,
        this.walks(),
        button(two ? 'Stop comparing' : 'Compare', () => this.compare(!two), { class: 'quiet-button', 'data-key': 'compare', title: 'C' }),
        button('Settings', () => { this.unfolded = !this.unfolded; this.draw(); }, { class: 'quiet-button', 'aria-expanded': String(this.unfolded), 'data-key': 'settings', title: 'S' }),
        cell && cell.file && make('a', { class: 'button quiet-button', href: cell.file, download: '', text: 'Save picture' }),
        make('span', { class: 'space' }),
        make('span', { class: 'quiet small number', text: two ? '' : about(cell) }),
        make('div', { class: 'zooms', role: 'group', 'aria-label': 'Zoom' },
          button('−', () => this.stage.zoomBy(1 / 1.6), { 'aria-label': 'Smaller', 'data-key': 'less' }),
          button('Fit', () => this.stage.reset(), { 'data-key': 'fit' }),
          button('+', () => this.stage.zoomBy(1.6), { 'aria-label': 'Larger', 'data-key': 'more' })),
      ].filter(Boolean));
      const again = focused && this.foot.querySelector(`[data-key="${CSS.escape(focused)}"]`);
      if (again) again.focus();
    }

    /** Buttons for what the arrow keys do, for fingers and for those who don't know yet. */
    walks() {
      const { view } = this.page, across = view.axisAt('across'), down = view.axisAt('down');
      const ways = [[across, -1, '←'], [across, 1, '→'], [down, -1, '↑'], [down, 1, '↓']].filter(([axis]) => axis && view.shown(axis).length > 1);
      if (!ways.length) return null;
      return make('div', { class: 'zooms walks', role: 'group', 'aria-label': 'Walk the grid' }, ...ways.map(([axis, by, sign]) =>
        button(sign, () => this.step(axis, by), { 'aria-label': `${axis.label}: one ${by < 0 ? 'back' : 'on'}`, 'data-key': sign, title: `${axis.label} (arrow keys)` })));
    }

    fillSide(number) {
      this.side.hidden = !this.unfolded || number < 0;
      this.dialog.classList.toggle('unfolded', !this.side.hidden);
      if (!this.side.hidden && this.drawn !== number) EZ.settings.fill(this.side, this.page.study, number);
      this.drawn = this.side.hidden ? -1 : number;
      this.stage.apply();
    }

    compare(on) {
      const { view } = this.page;
      if (on) {
        view.beside = this.neighbour(view.open);
        view.mode = 'side';
        this.which = 1;
      } else {
        if (this.which) view.open = view.beside;
        view.beside = null;
        view.mode = '';
        this.which = 0;
      }
      this.draw();
    }

    /** A first cell to compare with: the next one across, else along any other axis. */
    neighbour(at) {
      const { view, study } = this.page;
      const axes = [view.axisAt('across'), view.axisAt('down'), ...study.axes].filter((axis) => axis && axis.values.length > 1);
      if (!axes.length) return at.slice();
      const shown = view.shown(axes[0]), spot = shown.indexOf(at[axes[0].order]);
      const next = at.slice();
      next[axes[0].order] = shown[spot + 1 < shown.length ? spot + 1 : Math.max(spot - 1, 0)];
      return next;
    }

    go(axis, index) {
      const { view } = this.page, name = this.which && view.beside ? 'beside' : 'open';
      view[name] = view[name].map((each, order) => order === axis.order ? index : each);
      this.draw();
    }

    /** One step along an axis, over the values that are shown. */
    step(axis, by) {
      if (!axis) return;
      const { view } = this.page, at = this.which && view.beside ? view.beside : view.open;
      const shown = view.shown(axis), spot = shown.indexOf(at[axis.order]) + by;
      if (spot >= 0 && spot < shown.length) this.go(axis, shown[spot]);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, input, textarea')) return;
      const { view } = this.page;
      const across = view.axisAt('across'), down = view.axisAt('down');
      const others = [...view.axesAt('panels'), ...view.axesAt('slider')].filter((axis) => view.shown(axis).length > 1);
      const steps = {
        ArrowLeft: [across || down, -1], ArrowRight: [across || down, 1], ArrowUp: [down || across, -1], ArrowDown: [down || across, 1],
        PageUp: [others[0], -1], PageDown: [others[0], 1],
      };
      const acts = {
        '+': () => this.stage.zoomBy(1.6), '=': () => this.stage.zoomBy(1.6), '-': () => this.stage.zoomBy(1 / 1.6), 0: () => this.stage.reset(),
        c: () => this.compare(!view.beside), s: () => { this.unfolded = !this.unfolded; this.draw(); },
      };
      if (steps[event.key]) this.step(...steps[event.key]);
      else if (acts[event.key]) acts[event.key]();
      else if (event.key >= '1' && event.key <= '4' && view.beside) { view.mode = EZ.stage.MODES[event.key - 1][0]; this.draw(); }
      else return;
      event.preventDefault();
    }
  }

  function about(cell) {
    if (!cell || !cell.file) return '';
    const time = cell.seconds === null || cell.seconds === undefined ? '' : ` · ${EZ.measure.short(cell.seconds)} s`;
    return `${cell.size[0]} × ${cell.size[1]}${time}`;
  }

  EZ.large = { Large };
})();
