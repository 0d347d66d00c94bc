// Print and copy the recovery codes; without this script they are copied by hand.
const list = document.querySelector('[data-codes]');
const print = document.querySelector('[data-print]');
const copy = document.querySelector('[data-copy]');

if (list && print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
if (list && copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    const codes = [...list.querySelectorAll('code')].map((code) => code.textContent);
    await navigator.clipboard.writeText(codes.join('\n'));
    copy.textContent = copy.dataset.done;
  });
}
