/* What is shown: where each axis goes, which of its values, and where the sliders stand. A view of the study is
   the start; `toHash` says in words how the present one differs from it, `fromHash` reads that back. Words name
   axes and labels, never positions, so that a link still holds when a study grows.

   view=a chart's title                 which chart it starts from; left out for the first
   place.eta=slider                     down, across, panels or slider
   at.eta=0.5                           where a slider stands
   hide.eta=-1                          a value that is hidden; once for each
   measure=contrast  as=bar  width=120  what is drawn with the pictures, and how wide they are
   open.eta=0.5  with.eta=1  mode=wipe  the cell that is open large, the one beside it, and how
   play=eta                             what plays */
'use strict';

(function () {
  /* An object for keys that strangers chose: without a prototype, `__proto__` is a key like any other. */
  const bag = () => Object.create(null);
  const PLACES = ['down', 'across', 'panels', 'slider'];

  class View {
    /** @param {EZ.model.Study} study @param {number} chart which of its views to start from */
    constructor(study, chart) {
      this.study = study;
      this.chart = chart;
      this.reset();
    }

    reset() {
      const given = this.study.data.views[this.chart] || usual(this.study.axes);
      const only = new Map(given.only), fixed = new Map(given.fixed);
      this.place = bag(); this.at = bag(); this.order = bag(); this.hidden = bag();
      for (const axis of this.study.axes) {
        this.place[axis.name] = placeIn(given, axis.name);
        this.order[axis.name] = only.get(axis.name) || axis.values.map((_, i) => i);
        this.hidden[axis.name] = new Set();
        this.at[axis.name] = fixed.has(axis.name) ? fixed.get(axis.name) : this.order[axis.name][0];
      }
      if (given.down && !given.across) this.place[given.down] = 'across';  // a single axis flows in lines
      this.measure = ''; this.as = 'number'; this.width = 0; this.play = '';
      this.open = null; this.beside = null; this.mode = '';
    }

    axesAt(place) { return this.study.axes.filter((axis) => this.place[axis.name] === place); }
    axisAt(place) { return this.axesAt(place)[0] || null; }

    /** Indices of the values of an axis that are shown, in order. */
    shown(axis) {
      const kept = this.order[axis.name].filter((index) => !this.hidden[axis.name].has(index));
      return kept.length ? kept : this.order[axis.name].slice(0, 1);
    }

    /** Put an axis somewhere; of the axes down and across there is one, so another one there changes places. */
    put(name, place) {
      const before = this.place[name], other = place === 'down' || place === 'across' ? this.axisAt(place) : null;
      if (other && other.name !== name) this.place[other.name] = before;
      this.place[name] = place;
    }

    swap() {
      const down = this.axisAt('down'), across = this.axisAt('across');
      if (down) this.place[down.name] = 'across';
      if (across) this.place[across.name] = 'down';
    }

    hide(name, index, hidden) {
      if (hidden) this.hidden[name].add(index); else this.hidden[name].delete(index);
      const axis = this.study.byName.get(name), shown = this.shown(axis);
      if (this.place[name] === 'slider' && !shown.includes(this.at[name])) this.at[name] = shown[0];
    }

    /** The place in the grid where the sliders stand, changed by axis name -> index. */
    point(changes) {
      return this.study.axes.map((axis) => axis.name in changes ? changes[axis.name] : this.at[axis.name]);
    }

    /** Every panel: its words and what it fixes. */
    panels() {
      let all = [{ words: [], fixed: bag() }];
      for (const axis of this.axesAt('panels')) {
        all = all.flatMap((one) => this.shown(axis).map((index) => ({
          words: [...one.words, [axis.label, axis.values[index].label, axis.values[index].rendered]],
          fixed: Object.assign(bag(), one.fixed, { [axis.name]: index }),
        })));
      }
      return all;
    }
  }

  /** Where axes go unless a chart says otherwise. */
  function usual(axes) {
    const real = axes.filter((axis) => !axis.repeat).map((axis) => axis.name);
    return real.length < 2 ? { across: real[0] || '' } : { down: real[0], across: real[1], panels: real.slice(2) };
  }

  function placeIn(given, name) {
    if (given.down === name) return 'down';
    if (given.across === name) return 'across';
    return (given.panels || []).includes(name) ? 'panels' : 'slider';
  }

  /** What a chart is called in links and tabs; each name means one. */
  function titles(study) {
    const seen = new Set();
    return study.data.views.map((view) => {
      const axes = [view.down, view.across, ...(view.panels || [])].filter(Boolean);
      const base = view.title || axes.map((name) => study.byName.get(name).label).join(' vs ') || 'chart';
      let name = base;
      for (let count = 2; seen.has(name); count++) name = `${base} ~${count}`;
      seen.add(name);
      return name;
    });
  }

  /** @returns {string} how the view differs from the chart it starts from; without `cells`, the grid alone */
  function toHash(view, cells = true) {
    const said = new URLSearchParams(), start = new View(view.study, view.chart);
    if (view.chart > 0) said.append('view', titles(view.study)[view.chart]);
    const named = (prefix, at) => view.study.axes.forEach((axis) => {
      if (axis.values.length > 1) said.append(`${prefix}.${axis.name}`, axis.values[at[axis.order]].name);
    });
    for (const axis of view.study.axes) {
      const name = axis.name;
      if (view.place[name] !== start.place[name]) said.append(`place.${name}`, view.place[name]);
      if (view.place[name] === 'slider' && view.at[name] !== start.at[name]) said.append(`at.${name}`, axis.values[view.at[name]].name);
      for (const index of view.hidden[name]) said.append(`hide.${name}`, axis.values[index].name);
    }
    for (const key of ['measure', 'width', 'play', ...(cells ? ['mode'] : [])]) if (view[key]) said.append(key, view[key]);
    if (view.measure && view.as !== 'number') said.append('as', view.as);
    if (cells && view.open) named('open', view.open);
    if (cells && view.open && view.beside) named('with', view.beside);
    return said.toString();
  }

  /** @returns {{view: View, unknown: string[]}} what a link says, and its words that this study does not know */
  function fromHash(study, hash) {
    const said = new URLSearchParams(hash.replace(/^#/, '')), unknown = [];
    const chart = said.has('view') ? titles(study).indexOf(said.get('view')) : 0;
    if (chart < 0) unknown.push(said.get('view'));
    const view = new View(study, Math.max(chart, 0)), open = bag(), beside = bag();
    const hides = [], placed = bag();
    for (const [key, value] of said) {
      const dot = key.indexOf('.'), what = dot < 0 ? key : key.slice(0, dot);
      if (dot < 0) { simple(view, what, value); continue; }
      const axis = study.byName.get(key.slice(dot + 1));
      const index = axis ? axis.values.findIndex((each) => each.name === value) : -1;
      if (!axis) unknown.push(key.slice(dot + 1));
      else if (what === 'place') { if (PLACES.includes(value)) placed[axis.name] = value; }
      else if (index < 0) unknown.push(`${axis.label} ${value}`);
      else if (what === 'at') view.at[axis.name] = index;
      else if (what === 'hide') hides.push([axis.name, index]);
      else if (what === 'open') open[axis.name] = index;
      else if (what === 'with') beside[axis.name] = index;
    }
    settle(view, placed);
    hides.forEach(([name, index]) => view.hide(name, index, true));
    if (Object.keys(open).length) view.open = view.point(open);
    if (view.open && Object.keys(beside).length) view.beside = view.point(beside);
    return { view, unknown: [...new Set(unknown)] };
  }

  /** Put axes where a link says. One axis goes down and one across: what a link does not name makes room. */
  function settle(view, placed) {
    const start = Object.assign(bag(), view.place);
    Object.assign(view.place, placed);
    for (const place of ['down', 'across']) {
      const there = view.axesAt(place), first = there.find((axis) => axis.name in placed) || there[0];
      for (const axis of there) {
        if (axis === first) continue;
        const left = start[first.name], free = left !== place && !(view.axisAt(left) && left !== 'panels');
        view.place[axis.name] = free ? left : 'slider';
      }
    }
  }

  function simple(view, what, value) {
    if (what === 'measure' && view.study.measures.includes(value)) view.measure = value;
    if (what === 'as' && ['number', 'bar', 'tint'].includes(value)) view.as = value;
    if (what === 'mode' && ['side', 'wipe', 'flicker', 'difference'].includes(value)) view.mode = value;
    if (what === 'width' && Number(value) >= 16) view.width = Math.min(Number(value), 2048);
    if (what === 'play' && view.study.byName.has(value)) view.play = value;
  }

  EZ.view = { View, PLACES, titles, toHash, fromHash };
})();
