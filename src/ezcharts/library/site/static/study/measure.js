/* A measure on the pictures: its number, a bar from the smallest to the largest of the study, or a tint. */
'use strict';

(function () {
  const { make } = EZ.dom;

  /** A number in at most four figures. */
  function short(value) {
    if (value === 0) return '0';
    const size = Math.abs(value);
    return size >= 1e6 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  }

  /** What stands on a cell. */
  function shown(view, number) {
    const value = view.study.measure(view.measure, number);
    if (value === null) return [];
    const [low, high] = view.study.range(view.measure), share = high > low ? (value - low) / (high - low) : 1;
    const nodes = [make('span', { class: 'measure figure', text: short(value) })];
    if (view.as !== 'number') {
      const mark = make('span', { class: `measure ${view.as}`, 'aria-hidden': 'true' });
      mark.style.setProperty('--share', share.toFixed(3));
      nodes.unshift(mark);
    }
    return nodes;
  }

  EZ.measure = { shown, short };
})();
