// The list of events answers in place: the same addresses, without loading the page anew. Without this file they load.
const form = document.querySelector('#filters');
const byId = (id) => document.getElementById(id);
const here = () => location.pathname + location.search;
let request = null;
let shown = here();

function addressOf() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return form.action + (String(asked) && `?${asked}`);
}

function focusOn(id, hash) {
  const target = (hash && byId(hash)?.querySelector('input, summary')) || byId(id) || byId('results');
  target.focus({ preventScroll: !hash && target.id !== 'results' });
}

function swap(page, hash) {
  const used = document.activeElement;
  const within = used.closest('#filters, #found') && (used.id || 'results');
  const open = [...form.querySelectorAll('details[open]')].map((box) => box.id);
  form.replaceChildren(...page.querySelector('#filters').childNodes);
  byId('found').replaceWith(page.querySelector('#found'));
  document.querySelector('.langs').replaceWith(page.querySelector('.langs'));
  open.forEach((id) => byId(id)?.setAttribute('open', ''));
  document.title = page.title;
  if (within) focusOn(within, hash);
  byId('said').textContent = byId('results').textContent;
}

async function load(address, push = true) {
  request?.abort();
  request = new AbortController();
  byId('found').setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(address, { signal: request.signal });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (push) history.pushState(null, '', address);
    shown = here();
    swap(page, new URL(address).hash.slice(1));
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(address); // no network, or not our page: let the browser say so
  }
}

form.addEventListener('change', () => load(addressOf()));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (form.matches(':popover-open')) form.hidePopover();
  load(addressOf());
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('#found a[href^="?"], #filters a[href^="?"], #chips a');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  load(link.href);
});
addEventListener('popstate', () => {
  if (here() !== shown) load(location.href, false);
});
