/* The search box of every page: leads to the search, or to the page of a parameter for an address of the old wiki
   such as `Category:Cut_ic_pow`. Scripts are loaded when they are first needed. */
'use strict';

(function () {
  const root = EZ.root = document.documentElement.dataset.root;
  let names = null;

  EZ.load = function (address, done) {
    const script = document.createElement('script');
    script.src = root + address;
    if (done) script.onload = script.onerror = done;
    document.head.append(script);
  };

  EZ.names = function (all) { names = all; };

  EZ.category = function (text) {
    const match = /^\s*(?:#|.*\/)?category:\s*(.+?)\s*$/i.exec(text);
    return match ? match[1].replace(/ /g, '_') : '';
  };

  // Go where a category of the old wiki leads; a name that means several things has a page that says so.
  EZ.goToCategory = function (name, otherwise) {
    const known = function () {
      const lower = name.toLowerCase();
      const page = names && Object.hasOwn(names, lower) ? names[lower] : '';
      if (page) location.assign(root + 'parameters/' + encodeURIComponent(page) + '/index.html');
      else otherwise();
    };
    if (names) known(); else EZ.load('assets/names.js', known);
  };

  EZ.goToSearch = function (text) {
    location.assign(root + 'search/index.html' + (text ? '#q=' + encodeURIComponent(text) : ''));
  };

  for (const form of document.querySelectorAll('form.find')) {
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      const text = form.querySelector('input').value.trim();
      const name = EZ.category(text);
      if (name) EZ.goToCategory(name, function () { EZ.goToSearch(name); });
      else EZ.goToSearch(text);
    });
  }

  document.addEventListener('keydown', function (event) {
    const field = document.querySelector('form.find input, #q');
    const busy = event.target.closest && event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !busy && !event.ctrlKey && !event.metaKey && !event.altKey && field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
})();
