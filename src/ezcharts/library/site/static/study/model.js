/* The study: data.js holds columns, this gives cells. A place in the grid is one index per axis, in the order of
   the axes; names of axes and labels of values are what links and settings speak of.

   @typedef {{name: string, label: string, trend: string, repeat: boolean, order: number,
              values: {label: string, rendered: string, name: string}[]}} Axis
   @typedef {{number: number, at: number[], state: string, file: string, thumb: string, size: number[],
              reason: string, seconds: ?number, key: string}} Cell */
'use strict';

(function () {
  const NO_SIZE = [0, 0];

  /** Labels that stand twice on an axis get `~2`, so that a name means one value. */
  function namesOf(values) {
    const seen = new Map();
    return values.map(([label]) => {
      const count = (seen.get(label) || 0) + 1;
      seen.set(label, count);
      return count > 1 ? `${label}~${count}` : label;
    });
  }

  function readAxis(data, order) {
    const names = namesOf(data.values);
    const values = data.values.map(([label, rendered], i) => ({ label, rendered: rendered || '', name: names[i] }));
    return { name: data.name, label: data.label, trend: data.trend || 'none', repeat: !!data.repeat, order, values };
  }

  /** One entry of a column: [the values there are, which one each cell has]; one number stands for all cells. */
  function entry(column, number) {
    if (!column) return undefined;
    const which = Array.isArray(column[1]) ? column[1][number] : column[1];
    return which < 0 ? undefined : column[0][which];
  }

  class Study {
    constructor(data) {
      this.data = data;
      this.axes = data.axes.map(readAxis);
      this.byName = new Map(this.axes.map((axis) => [axis.name, axis]));
      this.count = data.state.length;
      this.strides = [];
      let stride = 1;
      for (let i = this.axes.length - 1; i >= 0; i--) {
        this.strides[i] = stride;
        stride *= this.axes[i].values.length;
      }
      this.places = data.at ? new Map(data.at.map((place, i) => [place, i])) : null;
      this.done = [];  // a cell's number -> its number among those that are done
      let done = 0;
      for (const state of data.state) this.done.push(state === 'd' ? done++ : -1);
      this.pictures = done;
      this.ranges = new Map();
    }

    /** The number of the cell at a place, or -1 where the study leaves one out. */
    find(at) {
      const place = at.reduce((sum, index, i) => sum + index * this.strides[i], 0);
      if (!this.places) return place < this.count ? place : -1;
      return this.places.has(place) ? this.places.get(place) : -1;
    }

    /** @returns {Cell} */
    cell(number) {
      const data = this.data, done = this.done[number];
      const file = done < 0 ? '' : data.files.before + data.files.names[done] + data.files.after;
      return {
        number, file, at: this.placeOf(number),
        thumb: done >= 0 && data.thumbs ? data.thumbs.before + data.files.names[done] + data.thumbs.after : file,
        state: { d: 'done', f: 'failed', m: 'missing' }[data.state[number]],
        size: this.size(number),
        reason: entry(data.reasons, number) || '',
        seconds: data.seconds ? data.seconds[number] : null,
        key: data.keys ? data.keys[number] : '',
      };
    }

    size(number) { return entry(this.data.sizes, number) || NO_SIZE; }

    placeOf(number) {
      const place = this.data.at ? this.data.at[number] : number;
      return this.axes.map((axis, i) => Math.floor(place / this.strides[i]) % axis.values.length);
    }

    /** Everything known of how a cell was rendered, or as the study states it. */
    settings(number, asStated) {
      const found = { ...this.data.shared };
      const add = (columns) => {
        for (const [name, column] of Object.entries(columns || {})) {
          const value = entry(column, number);
          if (value !== undefined) found[name] = value;
        }
      };
      add(this.data.own);
      if (asStated) { Object.assign(found, this.data.stated); add(this.data.ownStated); }
      return found;
    }

    hasStated(number) {
      const own = Object.values(this.data.ownStated || {});
      return Object.keys(this.data.stated || {}).length > 0 || own.some((column) => entry(column, number) !== undefined);
    }

    get measures() { return Object.keys(this.data.measures || {}); }

    measure(name, number) {
      const column = (this.data.measures || {})[name];
      return column && column[number] !== null ? column[number] : null;
    }

    /** The smallest and largest value of a measure. */
    range(name) {
      if (!this.ranges.has(name)) {
        const known = this.data.measures[name].filter((value) => value !== null);
        this.ranges.set(name, known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : [0, 0]);
      }
      return this.ranges.get(name);
    }

    /** A place in words: `eta 0.5, steps 250`. */
    words(at) {
      const changing = this.axes.filter((axis) => axis.values.length > 1);
      return changing.map((axis) => `${axis.label} ${this.value(axis, at[axis.order])}`).join(', ') || this.data.title;
    }

    value(axis, index) {
      const { label, rendered } = axis.values[index];
      return rendered ? `${label} (rendered ${rendered})` : label;
    }
  }

  EZ.model = { Study };
})();
