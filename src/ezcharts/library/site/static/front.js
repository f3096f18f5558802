/* The front page understands addresses of the old wiki: index.html#Category:Cut_ic_pow. */
'use strict';

(function () {
  function follow() {
    let hash = location.hash;
    try { hash = decodeURIComponent(hash); } catch (error) { /* then as it is */ }
    const name = EZ.category(hash);
    if (name) EZ.goToCategory(name, function () { EZ.goToSearch(name); });
  }
  window.addEventListener('hashchange', follow);
  follow();
})();
