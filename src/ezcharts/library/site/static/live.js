/* Follows a study while it runs; `ezcharts library serve` adds this to the page of that study. Asks for its newest
   data as a script every few seconds; the page takes it in place. Asks more rarely while the server is silent. */
'use strict';

(function () {
  const EVERY = 3000;
  const RAREST = 60000;
  const study = document.currentScript.dataset.study;
  let have = '';
  let asked = 0;
  let wait = EVERY;

  EZ.seen = function (version) { have = version; };

  function ask() {
    const script = document.createElement('script');
    script.src = EZ.root + 'live/' + study + '.js?n=' + (asked += 1) + '&have=' + have;
    const again = function (pause) {
      script.remove();
      wait = pause;
      setTimeout(ask, wait);
    };
    script.onload = function () { again(EVERY); };
    script.onerror = function () { again(Math.min(RAREST, wait * 2)); };
    document.head.append(script);
  }

  ask();
})();
