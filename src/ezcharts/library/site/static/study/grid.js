/* The grid: panels of rows of cells with labels that stay in sight. Only what the view shows is in the page, a row
   out of sight costs no layout, and pictures load when they come near. A row of a large grid gets its cells when it
   comes near, or when the keyboard reaches it.

   Sizes are numbers on the panel: a cell is as wide as the widest picture of its column times `--s`, so that
   changing the size of all pictures changes one number, and pictures of unequal size stay so. */
'use strict';

(function () {
  const { make, soft } = EZ.dom, { title, label, why } = EZ.labels;
  const AT_ONCE = 500, NEAR = '300px';  // cells that are made at once; how near is near

  const blank = make('div', { role: 'gridcell', tabindex: '-1', class: 'cell' });
  const picture = make('img', { alt: '', loading: 'lazy', decoding: 'async', draggable: 'false' });

  class Grid {
    /** @param {HTMLElement} place @param {function(number[], HTMLElement, boolean): void} opened */
    constructor(place, opened) {
      this.place = place;
      this.focus = null;
      this.cells = new Map();  // "panel/row/column" -> element
      this.coming = new IntersectionObserver((rows) => rows.forEach((row) => { if (row.isIntersecting) this.fillRow(row.target); }), { rootMargin: NEAR, scrollMargin: NEAR });
      place.addEventListener('click', (event) => {
        const cell = event.target.closest('[role=gridcell]');
        if (cell && cell.at) { this.take(cell, true); opened(cell.at, cell, event.shiftKey); }
      });
      place.addEventListener('keydown', (event) => this.key(event, opened));
      place.addEventListener('focusin', (event) => { if (event.target.at) this.take(event.target, false); });
    }

    draw(view) {
      this.view = view;
      this.plan = EZ.layout.of(view);
      const shape = JSON.stringify([view.chart, view.place, this.plan.rows, this.plan.columns, this.plan.panels.map((p) => p.words), view.measure, view.as]);
      if (shape === this.shape) this.refill(); else this.build();
      this.shape = shape;
      this.resize();
    }

    /** All addresses that this view shows, for loading them ahead. */
    static files(view) {
      return EZ.layout.of(view).panels.flatMap((panel) => panel.cells.flat())
        .filter((number) => number >= 0).map((number) => view.study.cell(number)).filter((cell) => cell.file)
        .map((cell) => cell.thumb);
    }

    build() {
      this.cells.clear();
      this.lines = new Map();  // "panel/row" -> element of a row
      this.coming.disconnect();
      this.ready = 0;
      this.columns = this.plan.columns.length;
      const panels = this.plan.panels.map((panel, p) => this.panel(panel, p));
      this.place.replaceChildren(...panels);
      this.place.classList.toggle('flows', this.plan.flows);
      this.focus = this.place.querySelector('[role=gridcell]');  // the one stop for the tab key
      if (this.focus) this.focus.tabIndex = 0;
    }

    panel(panel, p) {
      const { plan, view } = this, name = panel.words.map(([axis, label]) => `${axis} ${label}`).join(', ');
      const box = make('section', { class: 'panel', 'aria-label': name || null });
      if (panel.words.length) box.append(title(panel.words));
      const grid = make('div', {
        role: 'grid', class: plan.flows ? 'grid flow' : 'grid', 'aria-readonly': 'true',
        'aria-label': `${view.study.data.title}${name ? `, ${name}` : ''}`,
        'aria-rowcount': plan.rows.length + 1, 'aria-colcount': plan.columns.length + 1,
      });
      if (!plan.flows) grid.append(this.head());
      else if (plan.across) box.append(make('p', { class: 'to-right' }, make('span', {}, ...soft(plan.across.label))));
      plan.rows.forEach((row, r) => grid.append(this.row(panel, p, row, r)));
      box.append(grid);
      return box;
    }

    head() {
      const { down, across, columns } = this.plan;
      const corner = make('div', { role: 'columnheader', class: 'corner' }, make('span', { class: 'to-below' }, ...soft(down.label)));
      const labels = across ? columns.map((index) => label(across, index, 'columnheader')) : [make('div', { role: 'columnheader', class: 'label' })];
      const name = across && make('div', { class: 'to-right', role: 'presentation' }, make('span', {}, ...soft(across.label)));
      return make('div', { role: 'row', class: 'row head' }, corner, name, ...labels);
    }

    row(panel, p, row, r) {
      const { plan } = this, line = make('div', { role: 'row', class: 'row', 'aria-rowindex': r + 2 });
      line.style.setProperty('--h', plan.heights[r]);
      if (plan.down) line.append(label(plan.down, row, 'rowheader'));
      line.spot = [p, r];
      this.lines.set(`${p}/${r}`, line);
      if (this.ready < AT_ONCE) this.fillRow(line); else this.coming.observe(line);
      return line;
    }

    /** Make the cells of a row, once. */
    fillRow(line) {
      const [p, r] = line.spot, { plan } = this;
      if (this.cells.has(`${p}/${r}/0`)) return;
      this.coming.unobserve(line);
      this.ready += plan.columns.length;
      line.append(...plan.columns.map((column, c) => {
        const cell = this.cell(p, r, c);
        this.cells.set(`${p}/${r}/${c}`, cell);
        return plan.flows ? this.flowing(cell, column) : cell;
      }));
    }

    /** The cell at a spot of the sheet; its row is made if it was not there yet. */
    get(p, r, c) {
      const line = this.lines.get(`${p}/${r}`);
      if (line) this.fillRow(line);
      return this.cells.get(`${p}/${r}/${c}`);
    }

    /** A cell with its label beneath, where a single axis flows in lines. */
    flowing(cell, index) {
      const { across } = this.plan, box = make('div', { class: 'flowing', role: 'presentation' }, cell);
      if (across) box.append(label(across, index, 'presentation'));
      return box;
    }

    cell(p, r, c) {
      const node = blank.cloneNode(false);
      node.spot = [p, r, c];
      node.setAttribute('aria-colindex', c + 2);
      this.fill(node);
      return node;
    }

    /** Put the cell of the study that stands at an element's spot in it. */
    fill(node) {
      const [p, r, c] = node.spot, panel = this.plan.panels[p], number = panel.cells[r][c], { study } = this.view;
      const at = panel.at(this.plan.rows[r], this.plan.columns[c]);
      const cell = number < 0 ? null : study.cell(number), words = study.words(at), state = cell ? cell.state : 'left out';
      node.at = at;
      node.dataset.state = state;
      node.setAttribute('aria-label', state === 'done' ? words : `${words}: ${state}${cell && cell.reason ? `, ${cell.reason}` : ''}`);
      if (!cell || !cell.file) { node.replaceChildren(...why(cell)); return; }
      let image = node.querySelector('img');
      if (!image) {
        image = picture.cloneNode(false);
        node.replaceChildren(image);
      }
      [image.width, image.height] = cell.size;
      const share = cell.size[0] / (this.plan.flows ? this.plan.wide : this.plan.widths[c]);
      image.style.width = share < 1 ? `${100 * share}%` : '';
      if (image.getAttribute('src') !== cell.thumb) image.src = cell.thumb;
      for (const extra of node.querySelectorAll('.measure')) extra.remove();
      if (this.view.measure) node.append(...EZ.measure.shown(this.view, number));
    }

    /** The same shape with other cells: a slider moved. Elements stay, so nothing flickers and focus holds. */
    refill() {
      for (const cell of this.cells.values()) this.fill(cell);
      for (const line of this.lines.values()) line.style.setProperty('--h', this.plan.heights[line.spot[1]]);
    }

    /** Fit the pictures to the room there is. */
    resize() {
      const { place, plan, view } = this, room = place.parentElement.clientWidth;
      if (!plan || !room) return;
      const { scale, label: beside, whole } = EZ.layout.fit(view, plan, room);
      const columns = plan.widths.map((width) => `calc(${width}px * var(--s))`).join(' ');
      const set = (name, value) => place.style.setProperty(name, value);
      set('--s', scale.toFixed(4));
      set('--label', `${beside}px`);
      set('--columns', plan.flows ? columns : `var(--label) ${columns}`);
      set('--wide', `${(plan.wide * scale).toFixed(1)}px`);
      set('--clip', plan.wide * scale < 72 ? '1' : '2');
      place.classList.toggle('boxed', !whole);
      place.classList.toggle('upright', !!plan.across && EZ.layout.isUpright(plan, scale));
      place.classList.toggle('tiny', plan.wide * scale < 72);
      place.classList.toggle('low', Math.min(...plan.heights) * scale < 40);
      this.scale = scale;
    }

    take(cell, focused) {
      if (this.focus) this.focus.tabIndex = -1;
      this.focus = cell;
      cell.tabIndex = 0;
      if (focused) cell.focus({ preventScroll: true });
    }

    /** Focus the cell that stands for a place, if it is shown. */
    show(at) {
      const { panels, rows, columns, down, across } = this.plan;
      const r = down ? rows.indexOf(at[down.order]) : 0, c = across ? columns.indexOf(at[across.order]) : 0;
      const p = panels.findIndex((panel) => panel.at(rows[r], columns[c]).every((index, i) => index === at[i]));
      const cell = r < 0 || c < 0 || p < 0 ? null : this.get(p, r, c);
      if (!cell) return;
      this.take(cell, false);
      cell.focus();
    }

    key(event, opened) {
      const cell = event.target;
      if (!cell.at || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); opened(cell.at, cell, event.shiftKey); return; }
      const next = this.step(cell, event.key);
      if (!next) return;
      event.preventDefault();
      this.take(next, false);
      next.focus();
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }

    step(cell, key) {
      const [p, r, c] = cell.spot, get = (...spot) => this.get(...spot);
      const line = this.plan.flows ? this.perLine() : 0;
      switch (key) {
        case 'ArrowLeft': return get(p, r, c - 1);
        case 'ArrowRight': return get(p, r, c + 1);
        case 'ArrowUp': return line ? get(p, r, c - line) : get(p, r - 1, c);
        case 'ArrowDown': return line ? get(p, r, c + line) : get(p, r + 1, c);
        case 'Home': return get(p, r, 0);
        case 'End': return get(p, r, this.columns - 1);
        case 'PageUp': return get(p - 1, r, c);
        case 'PageDown': return get(p + 1, r, c);
        default: return null;
      }
    }

    /** How many cells stand on a line where they flow. */
    perLine() {
      const all = [...this.cells.values()], top = all[0].parentElement.offsetTop;
      const below = all.findIndex((cell) => cell.parentElement.offsetTop > top);
      return below < 0 ? all.length : below;
    }
  }

  EZ.grid = { Grid };
})();
