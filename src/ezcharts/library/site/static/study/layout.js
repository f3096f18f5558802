/* What is drawn, as plain data: which cell stands where, how wide each column is, and how large all of it. */
'use strict';

(function () {
  const GAP = 4, BETWEEN = 36, NARROWEST = 44, ROOMY = 140, COMFORT = 224, LETTER = 7.6, BOLD = 8.4;

  /** What is drawn: for each panel the numbers of its cells, row by row; -1 where there is none. */
  function of(view) {
    const study = view.study, down = view.axisAt('down'), across = view.axisAt('across');
    const rows = down ? view.shown(down) : [0], columns = across ? view.shown(across) : [0];
    const panels = view.panels().map((panel) => {
      const base = view.point(panel.fixed);
      const at = (row, column) => {
        const place = base.slice();
        if (down) place[down.order] = row;
        if (across) place[across.order] = column;
        return place;
      };
      return { words: panel.words, at, cells: rows.map((row) => columns.map((column) => study.find(at(row, column)))) };
    });
    return { down, across, rows, columns, panels, flows: !down, ...extent(study, panels, rows, columns) };
  }

  /** Width of each column and height of each row, in pixels as rendered. */
  function extent(study, panels, rows, columns) {
    const widths = columns.map(() => 0), heights = rows.map(() => 0);
    for (const panel of panels) panel.cells.forEach((row, r) => row.forEach((number, c) => {
      if (number < 0) return;
      const [width, height] = study.size(number);
      if (width > widths[c]) widths[c] = width;
      if (height > heights[r]) heights[r] = height;
    }));
    const wide = Math.max(...widths, 0) || 128, high = Math.max(...heights, 0) || wide;
    return { widths: widths.map((w) => w || wide), heights: heights.map((h) => h || high), wide };
  }

  const longest = (axis, shown) => axis ? Math.max(...shown.map((i) => {
    const { label, rendered } = axis.values[i];
    return Math.max(label.length, rendered ? rendered.length * 0.85 + 1 : 0);
  })) : 0;

  /** Width of the labels beside the rows. */
  function beside(plan, room) {
    const letters = Math.max(longest(plan.down, plan.rows) * LETTER, (plan.down.label.length + 2) * BOLD);
    return Math.round(Math.min(Math.max(letters + 18, 44), room < 500 ? 96 : 200));
  }

  /** How large: the scale of all pictures, and the width of the labels beside the rows. */
  function fit(view, plan, room) {
    const label = plan.flows ? 0 : beside(plan, room), gaps = GAP * (plan.columns.length - 1);
    const sum = plan.widths.reduce((a, b) => a + b, 0), all = plan.flows ? plan.wide : sum;
    const wide = (count) => ((room - BETWEEN * (count - 1)) / count - label - GAP - (plan.flows ? 0 : gaps)) / all;
    let scale = view.width ? view.width / plan.wide : wide(1);
    if (!view.width && !plan.flows) {
      for (let count = plan.panels.length; count > 1; count--) {
        if (wide(count) * plan.wide >= ROOMY) { scale = wide(count); break; }
      }
    }
    if (!view.width) scale = Math.max(Math.min(scale, COMFORT / plan.wide), Math.min(NARROWEST / plan.wide, 1));
    if (!view.width && plan.flows) scale = Math.min(scale, (room - 3 * GAP) / 2 / plan.wide);
    return { scale, label, whole: plan.flows || all * scale + label + gaps <= room };
  }

  /** Whether the labels of columns need to stand upright: short words over narrow pictures. */
  function isUpright(plan, scale) {
    const letters = longest(plan.across, plan.columns);
    return letters < 14 && letters * LETTER > 2 * plan.wide * scale;
  }

  EZ.layout = { of, fit, isUpright };
})();
