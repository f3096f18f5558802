/* The search: words and filters over the index, at once while typing. The hash keeps all of it, by name:
   #q=moss&parameter=eta&parameter=steps&dialect=jax. Parameters add up (studies that change both); of the other
   filters one value each. The index is a script in columns, loaded here; index.py says what is in it. */
'use strict';

(function () {
  const KEYS = ['parameter', 'platform', 'dialect', 'year', 'kind', 'provenance', 'models'];
  const SHOWN = 60;
  const FAMILIES = {disco: 'Disco Diffusion', jax: 'JAX notebooks'};
  const KINDS = {study: 'With pictures', link: 'Link only'};
  const form = document.getElementById('search');
  const field = document.getElementById('q');
  const results = document.getElementById('results');
  const more = document.getElementById('more');
  let studies = null;   // rows made of the columns
  let index = null;
  let found = [];
  let shown = 0;

  EZ.index = function (columns) {
    index = columns;
    const aliases = columns.parameters.map(function () { return []; });
    for (const [alias, places] of Object.entries(columns.nicknames)) for (const i of places) aliases[i].push(alias);
    studies = columns.name.map(function (name, i) {
      const uses = columns.uses[i];
      const parameters = uses.map(function (k) { return columns.parameters[k]; });
      const platform = columns.platform_words[columns.platform[i]];
      const title = columns.title[i].toLowerCase();
      const called = parameters.concat(uses.flatMap(function (k) { return aliases[k]; })).join(' ').toLowerCase();
      const year = columns.date[i].slice(0, 4);
      return {
        i: i, title: title, parameter: parameters, called: called, year: year,
        platform: columns.platforms[columns.platform[i]], dialect: columns.dialects[columns.dialect[i]],
        kind: columns.kinds[columns.kind[i]], provenance: columns.provenances[columns.provenance[i]],
        models: columns.model_sets[columns.models[i]],
        text: [title, called, name_(name), columns.line[i], platform, columns.date[i], columns.words[i]].join('\n').toLowerCase(),
      };
    });
    fillFilters();
    search();
  };

  function name_(name) { return name.replace(/[-_.]/g, ' ') + ' ' + name; }

  function words(key, value) {
    if (key === 'platform') return index.platform_words[index.platforms.indexOf(value)] || 'not known';
    if (key === 'dialect') return FAMILIES[value] || 'other';
    if (key === 'kind') return KINDS[value] || value;
    return value || 'not known';
  }

  // --- the question, as the hash keeps it ------------------------------------------------------------------
  function asked() {
    const all = new URLSearchParams(location.hash.slice(1));
    const query = {q: all.get('q') || '', parameter: all.getAll('parameter').filter(Boolean)};
    for (const key of KEYS.slice(1)) query[key] = all.has(key) ? all.get(key) : null;
    return query;
  }

  function ask(query) {
    const parts = [];
    const add = function (key, value) { parts.push(key + '=' + encodeURIComponent(value)); };
    if (query.q) add('q', query.q);
    query.parameter.forEach(function (name) { add('parameter', name); });
    for (const key of KEYS.slice(1)) if (query[key] !== null) add(key, query[key]);
    const hash = parts.length ? '#' + parts.join('&') : location.pathname.split('/').pop() || '.';
    history.replaceState(null, '', hash);
    search();
  }

  // --- the answer ------------------------------------------------------------------------------------------
  function fits(study, query, terms) {
    for (const key of KEYS.slice(1)) if (query[key] !== null && study[key] !== query[key]) return false;
    for (const name of query.parameter) if (!study.parameter.includes(name)) return false;
    for (const term of terms) if (!study.text.includes(term)) return false;
    return true;
  }

  // Studies about what was asked come before those that only mention it, those with pictures before those
  // without, and the plainest first.
  function weight(study, terms) {
    let sum = study.parameter.length + (index.thumb[study.i] ? 0 : 10);
    for (const term of terms) {
      if (study.parameter.some(function (name) { return name.toLowerCase() === term; })) sum -= 100;
      else if (study.title.includes(term)) sum -= 50;
      else if (study.called.includes(term)) sum -= 20;
    }
    return sum;
  }

  function search() {
    const query = asked();
    if (document.activeElement !== field) field.value = query.q;
    if (!studies) return;
    const began = performance.now();
    const terms = query.q.toLowerCase().split(/\s+/).filter(Boolean);
    found = studies.filter(function (study) { return fits(study, query, terms); });
    const weights = new Map(found.map(function (study) { return [study, weight(study, terms)]; }));
    found.sort(function (a, b) { return weights.get(a) - weights.get(b) || a.i - b.i; });
    showMeant(terms);
    showChosen(query);
    showCounts(query);
    results.textContent = '';
    shown = 0;
    showMore();
    document.getElementById('count').textContent =
      found.length === 1 ? '1 study' : found.length.toLocaleString('en') + ' studies';
    results.dataset.ms = (performance.now() - began).toFixed(1);
  }

  function showMore() {
    const part = document.createDocumentFragment();
    for (const study of found.slice(shown, shown + SHOWN)) part.append(card(study.i));
    shown = Math.min(found.length, shown + SHOWN);
    results.append(part);
    more.hidden = shown >= found.length;
    more.textContent = 'Show more (' + (found.length - shown).toLocaleString('en') + ')';
  }

  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function card(i) {
    const item = make('li', 'card');
    const shot = make('div', index.thumb[i] ? 'shot' : 'shot none', index.thumb[i] ? '' : 'Picture wanted');
    if (index.thumb[i]) {
      const picture = make('img');
      Object.assign(picture, {loading: 'lazy', decoding: 'async', alt: '', width: 360, height: 270});
      picture.src = EZ.root + 'thumbs/' + index.thumb[i] + '.webp';
      shot.append(picture);
    }
    const title = make('h2', 'title');
    const link = make('a');
    index.title[i].split(/(?<=_)/).forEach(function (part, k) { link.append(k ? make('wbr') : '', part); });
    link.href = EZ.root + 'studies/' + index.name[i] + '/index.html';
    title.append(link);
    const context = [index.platform_words[index.platform[i]], index.date[i]].filter(Boolean).join(', ');
    item.append(shot, title, make('p', 'context', context));
    if (index.line[i]) item.append(make('p', 'line', index.line[i]));
    return item;
  }

  // Parameters that are called like what was typed.
  function showMeant(terms) {
    const list = document.getElementById('meant');
    list.textContent = '';
    if (terms.length !== 1) return;
    const term = terms[0];
    const own = index.parameters.map(function (name) { return name.toLowerCase(); });
    const places = new Set();
    own.forEach(function (name, k) { if (name === term) places.add(k); });
    for (const [alias, meant] of Object.entries(index.nicknames))
      if (alias.toLowerCase() === term) meant.forEach(function (k) { places.add(k); });
    if (!places.size && term.length > 2)
      own.forEach(function (name, k) { if (name.startsWith(term) && places.size < 3) places.add(k); });
    for (const k of places) {
      if (!index.about[k]) continue;
      const item = make('li');
      const link = make('a', '', index.parameters[k]);
      link.href = EZ.root + 'parameters/' + index.parameters[k] + '/index.html';
      item.append(link, ' ', make('span', '', index.about[k]));
      list.append(item);
    }
  }

  // --- filters ---------------------------------------------------------------------------------------------
  function counts(rows, key) {
    const all = new Map();
    for (const study of rows)
      for (const value of key === 'parameter' ? study.parameter : [study[key]]) all.set(value, (all.get(value) || 0) + 1);
    return all;
  }

  function fillFilters() {
    for (const key of KEYS) {
      const select = form.elements[key];
      const all = [...counts(studies, key).keys()];
      all.sort(function (a, b) { return words(key, a).localeCompare(words(key, b), 'en', {numeric: true}); });
      for (const value of all) {
        const option = make('option', '', words(key, value));
        option.value = '=' + value;  // so that "not known" is not "any"
        select.append(option);
      }
      select.closest('label').hidden = all.length < 2;
      select.addEventListener('change', function () { choose(key, select.value); });
    }
  }

  function choose(key, chosen) {
    const query = asked();
    const value = chosen ? chosen.slice(1) : null;
    if (key !== 'parameter') query[key] = value;
    else if (value && !query.parameter.includes(value)) query.parameter.push(value);
    ask(query);
  }

  function showCounts(query) {
    for (const key of KEYS) {
      const select = form.elements[key];
      const others = query[key] === null || key === 'parameter' ? found : null;
      const here = others ? counts(others, key) : null;
      for (const option of [...select.options].slice(1)) {
        const value = option.value.slice(1);
        const n = here ? here.get(value) || 0 : null;
        option.textContent = words(key, value) + (n === null ? '' : ' (' + n + ')');
        option.hidden = n === 0;
      }
      select.value = key !== 'parameter' && query[key] !== null ? '=' + query[key] : '';
    }
  }

  function showChosen(query) {
    const list = document.getElementById('chosen');
    list.textContent = '';
    const add = function (text, without) {
      const item = make('li');
      const button = make('button', 'chip', text + ' ×');
      button.type = 'button';
      button.setAttribute('aria-label', 'Remove ' + text);
      button.addEventListener('click', function () { ask(without(asked())); field.focus(); });
      item.append(button);
      list.append(item);
    };
    query.parameter.forEach(function (name) {
      add(name, function (now) { now.parameter = now.parameter.filter(function (one) { return one !== name; }); return now; });
    });
    for (const key of KEYS.slice(1)) {
      if (query[key] !== null) add(words(key, query[key]), function (now) { now[key] = null; return now; });
    }
  }

  // --- events ----------------------------------------------------------------------------------------------
  field.addEventListener('input', function () {
    const query = asked();
    query.q = field.value;
    ask(query);
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    const name = EZ.category(field.value);
    if (name) EZ.goToCategory(name, function () { field.value = name; field.dispatchEvent(new Event('input')); });
  });
  more.addEventListener('click', function () {
    const first = shown;
    showMore();
    results.children[first].querySelector('a').focus();
  });
  window.addEventListener('hashchange', search);
  field.value = asked().q;
  if (!location.hash) field.focus();
  EZ.load('assets/index.js', function () {
    if (!studies) document.getElementById('count').textContent = 'The index could not be read; the lists have everything.';
  });
})();
