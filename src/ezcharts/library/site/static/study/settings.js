/* What is known of a cell: its own settings, what it shares, its measures, and the texts to take along. */
'use strict';

(function () {
  const { make, button, say } = EZ.dom;
  let chosen = '', asStated = false;

  const plain = (value) => typeof value === 'string' ? value : JSON.stringify(value);

  function table(rows) {
    return make('dl', { class: 'facts' }, ...rows.map(([name, value, stated]) => make('div', {},
      make('dt', {}, make('code', { text: name })),
      make('dd', { text: value }, stated !== undefined && make('small', { class: 'quiet', text: ` stated: ${stated}` })))));
  }

  function fill(place, study, number) {
    const cell = study.cell(number), settings = study.settings(number, false), stated = study.settings(number, true);
    const own = new Set([...Object.keys(study.data.own || {}), ...Object.keys(study.data.ownStated || {})]);
    const row = (name) => [name, plain(settings[name]), plain(settings[name]) === plain(stated[name]) ? undefined : plain(stated[name])];
    const names = Object.keys(settings).sort(), of = (mine) => names.filter((name) => own.has(name) === mine).map(row);
    const measures = study.measures.map((name) => [name, study.measure(name, number)]).filter(([, value]) => value !== null);
    place.replaceChildren(...[
      ...texts(place, study, number),
      of(true).length && make('h3', { text: 'This cell' }), of(true).length && table(of(true)),
      measures.length && folded('Measures', table(measures.map(([name, value]) => [name, EZ.measure.short(value)]))),
      of(false).length && folded('Shared by all cells', table(of(false))),
      cell.key && make('p', { class: 'quiet small key', text: `key ${cell.key}…` }),
    ].filter(Boolean));
  }

  const folded = (words, inside) => make('details', {}, make('summary', { text: words }), inside);

  /** Tabs, the text, and ways to take it along. */
  function texts(place, study, number) {
    const all = EZ.texts.all(study, number, asStated);
    if (!all.length) return [];
    const one = all.find((each) => each.name === chosen) || all[0];
    const again = () => { fill(place, study, number); };
    const tabs = make('div', { class: 'modes', role: 'group', 'aria-label': 'Settings as' }, ...all.map((each) => button(each.name, () => { chosen = each.name; again(); place.querySelector('[aria-pressed=true]').focus(); }, { 'aria-pressed': String(each === one) })));
    const box = make('input', { type: 'checkbox', checked: asStated, on: { change: () => { asStated = box.checked; again(); } } });
    const text = make('textarea', { class: 'text', readonly: true, rows: 9, spellcheck: 'false', wrap: 'off', 'aria-label': one.name });
    text.value = one.text;
    return [tabs, text, make('div', { class: 'take' },
      button('Copy', () => copy(text), { class: 'copy' }), button('Save', () => save(one), { class: 'save' }),
      study.hasStated(number) && make('label', { class: 'small' }, box, ' as stated, not as rendered')),
      one.name === 'Study file' && make('p', { class: 'quiet small', text: asStated
        ? 'Render it with: ezcharts run FILE' : 'Settings as rendered; render it without a profile: ezcharts run FILE' })];
  }

  function copy(area) {
    const byHand = () => { area.focus(); area.select(); say('Selected: copy it with Ctrl C.'); };
    if (!navigator.clipboard) { byHand(); return; }
    navigator.clipboard.writeText(area.value).then(() => say('Copied.'), byHand);
  }

  /** Hand a text over as a file, made here. */
  function save(one) {
    const address = URL.createObjectURL(new Blob([one.text], { type: 'text/plain' }));
    make('a', { href: address, download: one.file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  EZ.settings = { fill };
})();
