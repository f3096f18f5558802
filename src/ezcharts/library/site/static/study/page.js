/* The page: brings its parts together. `data.js` calls `EZ.data`, which starts the page; a live server calls
   `EZ.update` with newer data, and the page goes on in place, with the view as it was. */
'use strict';

(function () {
  const { make } = EZ.dom;
  const LATER_MS = 250;

  class Page {
    constructor(data, box) {
      const part = (name) => box.querySelector(`.${name}`);
      this.said = part('unknown');
      this.count = part('count');
      this.bar = new EZ.arrange.Bar(this, part('bar'));
      this.player = new EZ.slide.Player(this);
      this.sliders = new EZ.slide.Sliders(this, part('sliders'));
      this.large = new EZ.large.Large(this, document.querySelector('dialog.large'));
      this.grid = new EZ.grid.Grid(part('board'), (at, cell, beside) => this.opened(at, beside));
      this.take(data, location.hash);
      new ResizeObserver(() => { this.grid.resize(); this.bar.follow(); }).observe(part('room'));
      addEventListener('hashchange', () => {
        if (location.hash.includes('=') && location.hash !== this.hash) this.take(this.study.data, location.hash);
      });
      addEventListener('pagehide', () => this.keepNow());
    }

    /** Take data, and the view that a hash describes. */
    take(data, hash) {
      this.player.turn++;
      this.player.axis = '';
      const changed = !this.study || JSON.stringify(this.study.data.axes) !== JSON.stringify(data.axes);
      this.study = new EZ.model.Study(data);
      const { view, unknown } = EZ.view.fromHash(this.study, hash);
      this.view = view;
      this.bar.key = this.sliders.key = '';  // their controls speak of the view before
      if (changed) this.grid.shape = '';
      this.said.textContent = unknown.length ? `This link speaks of what is not here (any more): ${unknown.join(', ')}.` : '';
      this.said.hidden = !unknown.length;
      this.counts();
      const { open, beside, mode, play } = view;
      this.changed();
      this.large.drawn = -1;
      if (open && this.large.dialog.open) this.large.draw();
      else if (open) this.large.open(open, beside, mode);
      else if (this.large.dialog.open) this.large.dialog.close();
      if (play && !open) this.begin(play);
    }

    /** Play from a link; where motion is unwanted the slider stands ready instead. */
    begin(name) {
      if (!EZ.dom.isCalm()) { this.player.start(name); return; }
      this.view.put(name, 'slider');
      this.view.play = '';
      this.changed();
    }

    opened(at, beside) {
      const before = this.last;
      this.last = at;
      if (beside && before) this.large.open(before, at, 'side'); else this.large.open(at);
    }

    counts() {
      const { data, pictures, count } = this.study, of = (letter) => [...data.state].filter((one) => one === letter).length;
      const parts = [`${pictures.toLocaleString('en')} picture${pictures === 1 ? '' : 's'}`];
      if (of('f')) parts.push(`${of('f')} failed`);
      if (of('m')) parts.push(`${of('m')} not rendered yet`);
      this.count.textContent = count ? parts.join(' · ') : '';
    }

    changed() { this.bar.draw(); this.redraw(); }

    redraw() {
      this.grid.draw(this.view);
      this.sliders.draw();
      this.bar.draw();
      this.bar.follow();
      this.keep();
    }

    /** Keep the view in the address, a moment later: browsers slow down pages that change it often. */
    keep() {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.keepNow(), LATER_MS);
    }

    keepNow() {
      clearTimeout(this.later);
      const said = EZ.view.toHash(this.view);
      if (!said && !location.hash) return;
      this.hash = said ? `#${said}` : '';
      try { history.replaceState(null, '', this.hash || location.href.split('#')[0]); } catch (error) { location.hash = this.hash; }
    }
  }

  let page = null;

  EZ.data = function (data) {
    if (page) { EZ.update(data); return; }
    const box = document.querySelector('.viewer');
    if (!box) return;
    page = new Page(data, box);
    EZ.page = page;
    box.classList.add('ready');
    performance.mark('ez-built');
    requestAnimationFrame(() => setTimeout(() => performance.mark('ez-shown')));
  };

  /** Newer data of the same study. */
  EZ.update = function (data) {
    if (!page) { EZ.data(data); return; }
    const playing = page.player.axis;
    page.take(data, `#${EZ.view.toHash(page.view)}`);
    if (playing && page.player.axis !== playing && page.study.byName.has(playing)) page.player.start(playing);
  };

  addEventListener('load', () => {
    const board = document.querySelector('.viewer .board');
    if (!page && board) board.replaceChildren(make('p', { class: 'why', text: 'The data of this page (data.js) did not load.' }));
  });
})();
