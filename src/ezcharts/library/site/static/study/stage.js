/* The stage of the large picture: one or two pictures, side by side, wiped, in turn, or their difference. Zoom and
   place are shared, so that both always show the same spot. */
'use strict';

(function () {
  const { make, button, isCalm } = EZ.dom;
  const MOST = 24, TURN_MS = 600;
  const MODES = [['side', 'Side by side'], ['wipe', 'Wipe'], ['flicker', 'In turn'], ['difference', 'Difference']];

  class Stage {
    constructor(place) {
      this.place = place;
      this.zoom = 1; this.x = 0; this.y = 0;
      this.share = 50;
      this.stronger = false;
      this.pointers = new Map();
      place.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
      for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) place.addEventListener(name, (event) => this[name](event));
      place.addEventListener('dblclick', (event) => this.zoomAt(this.zoom > 1 ? 1 / this.zoom : 3, event.clientX, event.clientY));
    }

    /** @param {EZ.model.Cell[]} cells one or two @param {string} mode @param {string[]} names */
    show(cells, mode, names) {
      clearInterval(this.timer);
      this.mode = cells.length > 1 ? mode : 'one';
      this.place.dataset.mode = this.mode;
      const pictures = cells.map((cell, i) => this.picture(cell, i, names[i]));
      const panes = this.mode === 'side' ? pictures.map((one) => [one]) : [pictures];
      this.place.replaceChildren(...panes.map((some) => make('div', { class: 'pane' }, make('div', { class: 'pan' }, ...some))));
      if (this.mode === 'side') panes.forEach((_, i) => this.place.children[i].append(make('span', { class: 'tag', text: names[i] })));
      if (this.mode === 'wipe') this.wipe(names);
      if (this.mode === 'flicker') this.flicker(names);
      if (this.mode === 'difference') this.difference();
      this.apply();
    }

    picture(cell, i, name) {
      if (!cell || !cell.file) {
        const words = !cell ? 'left out of the study' : cell.state === 'failed' ? `failed: ${cell.reason}` : cell.reason || 'not rendered yet';
        return make('p', { class: `nothing ${i ? 'second' : 'first'}`, text: words });
      }
      const image = make('img', { src: cell.file, alt: name, width: cell.size[0], height: cell.size[1], draggable: 'false', class: i ? 'second' : 'first' });
      return image;
    }

    wipe(names) {
      const set = () => this.place.style.setProperty('--share', `${this.share}%`);
      const range = make('input', { type: 'range', min: 0, max: 100, step: 0.5, value: this.share, class: 'wiper', 'aria-label': 'Where one picture ends and the other begins', on: { input: () => { this.share = Number(range.value); set(); } } });
      this.place.append(make('span', { class: 'seam' }), range, make('span', { class: 'tag left', text: names[0] }), make('span', { class: 'tag right', text: names[1] }));
      set();
    }

    /** One after the other, slowly enough for everybody; by hand where motion is unwanted. */
    flicker(names) {
      const tag = make('span', { class: 'tag' });
      const turn = (second) => {
        this.place.classList.toggle('turned', second);
        tag.textContent = names[second ? 1 : 0];
      };
      turn(false);
      const next = () => turn(!this.place.classList.contains('turned'));
      this.place.append(tag, button('Other picture', next, { class: 'turn' }));
      if (!isCalm()) this.timer = setInterval(next, TURN_MS);
    }

    difference() {
      const box = make('input', { type: 'checkbox', checked: this.stronger, on: { change: () => { this.stronger = box.checked; set(); } } });
      const set = () => this.place.classList.toggle('stronger', this.stronger);
      this.place.append(make('label', { class: 'strength' }, box, ' four times as strong'));
      set();
    }

    stop() { clearInterval(this.timer); }

    reset() { this.zoom = 1; this.x = this.y = 0; this.apply(); }

    apply() {
      const pane = this.place.querySelector('.pane');
      if (pane) {
        const wide = (pane.clientWidth * (this.zoom - 1)) / 2, high = (pane.clientHeight * (this.zoom - 1)) / 2;
        this.x = Math.max(-wide, Math.min(wide, this.x));
        this.y = Math.max(-high, Math.min(high, this.y));
      }
      const set = (name, value) => this.place.style.setProperty(name, value);
      set('--x', `${this.x}px`); set('--y', `${this.y}px`); set('--zoom', this.zoom);
      this.place.classList.toggle('zoomed', this.zoom > 1);
      this.place.classList.toggle('pixels', this.zoom >= 6);
    }

    /** Zoom so that the spot under the pointer stays where it is. */
    zoomAt(factor, clientX, clientY) {
      const pane = [...this.place.querySelectorAll('.pane')].find((one) => {
        const box = one.getBoundingClientRect();
        return clientX >= box.left && clientX <= box.right;
      }) || this.place.querySelector('.pane');
      const zoom = Math.max(1, Math.min(MOST, this.zoom * factor)), real = zoom / this.zoom;
      if (pane) {
        const box = pane.getBoundingClientRect();
        const x = clientX - box.left - box.width / 2, y = clientY - box.top - box.height / 2;
        this.x = x - (x - this.x) * real;
        this.y = y - (y - this.y) * real;
      }
      this.zoom = zoom;
      this.apply();
    }

    zoomBy(factor) {
      const box = this.place.getBoundingClientRect();
      this.zoomAt(factor, box.left + box.width / (this.mode === 'side' ? 4 : 2), box.top + box.height / 2);
    }

    wheel(event) {
      if (event.target.closest('input')) return;
      event.preventDefault();
      this.zoomAt(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
    }

    pointerdown(event) {
      if (event.button !== 0 || event.target.closest('input, button, label')) return;
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      this.place.setPointerCapture(event.pointerId);
    }

    pointermove(event) {
      const before = this.pointers.get(event.pointerId);
      if (!before) return;
      const now = { x: event.clientX, y: event.clientY };
      if (this.pointers.size === 1) { this.x += now.x - before.x; this.y += now.y - before.y; this.apply(); }
      else if (this.pointers.size === 2) {
        const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
        const far = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        this.zoomAt(far(now) / far(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
      this.pointers.set(event.pointerId, now);
    }

    pointerup(event) { this.pointers.delete(event.pointerId); }
    pointercancel(event) { this.pointers.delete(event.pointerId); }
  }

  EZ.stage = { Stage, MODES };
})();
