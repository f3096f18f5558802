/* Light or dark. Runs before the page is drawn, so that nothing flashes: the choice is kept in localStorage and
   stands on <html data-theme>; without one the system's scheme holds. */
'use strict';

window.EZ = window.EZ || {};

(function () {
  const page = document.documentElement;
  page.classList.add('scripted');

  EZ.stored = function (key) {
    try { return localStorage.getItem(key); } catch (error) { return null; }  // some browsers refuse it on a disk
  };
  EZ.store = function (key, value) {
    try { localStorage.setItem(key, value); } catch (error) { /* then it holds for this page only */ }
  };

  function isDark() {
    return (page.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  }

  const kept = EZ.stored('ez-theme');
  if (kept === 'dark' || kept === 'light') page.dataset.theme = kept;

  document.addEventListener('DOMContentLoaded', function () {
    const button = document.querySelector('button.theme');
    if (!button) return;
    function name() {
      button.setAttribute('aria-label', isDark() ? 'Switch to light' : 'Switch to dark');
      button.title = button.getAttribute('aria-label');
    }
    button.addEventListener('click', function () {
      page.dataset.theme = isDark() ? 'light' : 'dark';
      EZ.store('ez-theme', page.dataset.theme);
      name();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
    name();
  });
})();
