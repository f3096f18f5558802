/* The slot for the picture of the source: whoever has it drops it in and sees it beside ours. It stays in this
   browser; the command beneath it brings it into the library. */
'use strict';

(function () {
  const { say } = EZ.dom;
  let address = '';

  function show(slot, file) {
    if (!file || !/^image\/(png|jpeg|webp|gif|avif)$/.test(file.type)) { say('That is not a picture: PNG, JPEG, WebP, GIF or AVIF.'); return; }
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(file);
    const image = slot.querySelector('.theirs img');
    image.src = address;
    image.alt = `Your picture ${file.name}`;
    slot.querySelector('.pair').hidden = false;
    for (const ours of slot.querySelectorAll('img[data-src]')) { ours.src = ours.dataset.src; ours.removeAttribute('data-src'); }
    say('Your picture, beside ours. It stays on this device.');
  }

  function start(slot) {
    const input = slot.querySelector('input[type=file]');
    input.addEventListener('change', () => show(slot, input.files[0]));
    const over = (event) => { event.preventDefault(); slot.classList.add('over'); };
    slot.addEventListener('dragenter', over);
    slot.addEventListener('dragover', over);
    slot.addEventListener('dragleave', () => slot.classList.remove('over'));
    slot.addEventListener('drop', (event) => {
      event.preventDefault();
      slot.classList.remove('over');
      show(slot, event.dataTransfer.files[0]);
    });
  }

  document.querySelectorAll('.slot').forEach(start);
})();
