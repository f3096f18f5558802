/* Sliders for the axes that are not on the sheet, and playing along one of them. */
'use strict';

(function () {
  const { make, button } = EZ.dom;
  const PAUSE_MS = 750, MOST_AHEAD = 600;

  /** One row: name, a step back, the slider, a step on, play, and the value in words. */
  function row(page, axis) {
    const view = page.view, shown = view.shown(axis), here = Math.max(shown.indexOf(view.at[axis.name]), 0);
    const words = make('output', { class: 'value' });
    const range = make('input', {
      type: 'range', min: 0, max: shown.length - 1, step: 1, value: here, 'aria-label': axis.label,
      on: { input: () => go(Number(range.value)) },
    });
    const tell = (spot) => {
      const value = view.study.value(axis, shown[spot]);
      words.textContent = value;
      words.title = value.length > 40 ? value : '';
      range.value = spot;
      range.setAttribute('aria-valuetext', value);
    };
    const go = (spot) => {
      page.player.stop();
      view.at[axis.name] = shown[(spot + shown.length) % shown.length];
      tell(shown.indexOf(view.at[axis.name]));
      page.redraw();
    };
    const spot = () => shown.indexOf(view.at[axis.name]);
    const playing = page.player.axis === axis.name;
    const node = make('div', { class: 'slider', role: 'group', 'aria-label': axis.label, 'data-axis': axis.name },
      make('span', { class: 'axis', text: axis.label }),
      button('', () => page.player.toggle(axis.name), { class: `icon ${playing ? 'pause' : 'play'}`, 'aria-label': playing ? `Pause ${axis.label}` : `Play ${axis.label}` }),
      button('', () => go(spot() - 1), { class: 'icon back', 'aria-label': `${axis.label}: one back` }),
      range,
      button('', () => go(spot() + 1), { class: 'icon on', 'aria-label': `${axis.label}: one on` }),
      words);
    node.tell = () => tell(spot());
    tell(here);
    return node;
  }

  class Sliders {
    constructor(page, place) { this.page = page; this.place = place; }

    draw() {
      const { view } = this.page;
      const axes = view.axesAt('slider').filter((axis) => view.shown(axis).length > 1);
      const key = JSON.stringify([view.chart, axes.map((axis) => [axis.name, view.shown(axis)]), this.page.player.axis]);
      if (key === this.key) { for (const node of this.place.children) node.tell(); return; }
      const focused = this.place.contains(document.activeElement) ? [document.activeElement.closest('.slider'), document.activeElement] : null;
      const [axis, spot] = focused ? [focused[0].dataset.axis, [...focused[0].children].indexOf(focused[1])] : [];
      this.key = key;
      this.place.replaceChildren(...axes.map((each) => row(this.page, each)));
      this.place.hidden = !axes.length;
      const again = axis && [...this.place.children].find((node) => node.dataset.axis === axis);
      if (again) again.children[spot].focus();
    }
  }

  /** Plays an axis: puts it on a slider and moves it on, each time once the next pictures are there. */
  class Player {
    constructor(page) { this.page = page; this.axis = ''; this.turn = 0; }

    toggle(name) { if (this.axis === name) this.stop(); else this.start(name); }

    start(name) {
      const { page } = this;
      this.stop();
      if (page.view.place[name] !== 'slider') {
        page.view.put(name, 'slider');
        const axis = page.study.byName.get(name);
        page.view.at[name] = page.view.shown(axis)[0];
      }
      this.axis = name;
      page.view.play = name;
      page.changed();
      this.next(++this.turn);
    }

    stop() {
      if (!this.axis) return;
      this.axis = this.page.view.play = '';
      this.turn++;
      this.page.changed();
    }

    async next(turn) {
      const { page } = this, axis = page.study.byName.get(this.axis), shown = page.view.shown(axis);
      const spot = (shown.indexOf(page.view.at[axis.name]) + 1) % shown.length;
      const pause = new Promise((resolve) => setTimeout(resolve, spot === 0 ? 2 * PAUSE_MS : PAUSE_MS));
      await Promise.all([pause, ahead(page.view, axis, shown[spot])]);
      if (turn !== this.turn) return;
      page.view.at[axis.name] = shown[spot];
      page.redraw();
      this.next(turn);
    }
  }

  /** Load the pictures of the next value before they are shown. */
  function ahead(view, axis, index) {
    const next = Object.assign(Object.create(Object.getPrototypeOf(view)), view, { at: { ...view.at, [axis.name]: index } });
    const files = EZ.grid.Grid.files(next).slice(0, MOST_AHEAD);
    return Promise.all(files.map((file) => {
      const image = new Image();
      image.src = file;
      return image.decode().catch(() => null);
    }));
  }

  /** The axis that is offered to play: a rising one with the most values, else the one with the most. */
  function best(study) {
    const axes = study.axes.filter((axis) => axis.values.length > 1 && !axis.repeat);
    const named = axes.find((axis) => axis.name === study.data.play);
    return named || axes.sort((a, b) => b.values.length - a.values.length)[0] || null;
  }

  EZ.slide = { Sliders, Player, best };
})();
