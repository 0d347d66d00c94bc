// While an event is entered: asks how many of the record look like it, and says so, without getting in the way.
const DELAY = 700; // milliseconds without typing
const FIELDS = /^(name_|starts_|ends_|kind$|territory$|covered_territories$|series$|edition_number$|super_event$|time_zone$)/;
const PARTS = /^(involvements|speakers)-\d+-(institution|role|person|DELETE)$/;

const region = document.getElementById('lookalike-live');
const form = region?.closest('form');
let asked = '';
let waiting = 0;
let request = null;

function typed() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value && (FIELDS.test(name) || PARTS.test(name))) query.append(name, value);
  }
  const shown = [...form.querySelectorAll('input[name^="lookalike_"]')].map((answer) => answer.name);
  for (const name of new Set(shown)) query.append('known', name.slice('lookalike_'.length));
  return query;
}

function show({ count, text, html }) {
  region.replaceChildren();
  if (!count) return;
  const line = document.createElement('summary');
  line.textContent = text;
  const list = document.createElement('template');
  list.innerHTML = html; // our own page, escaped there
  const panel = document.createElement('details');
  panel.append(line, list.content);
  region.append(panel);
}

async function ask() {
  const query = typed();
  const enough = query.get('starts_on') && query.get('territory');
  const address = enough ? `${region.dataset.address}?${query}` : '';
  if (address === asked) return;
  asked = address;
  request?.abort();
  if (!enough) return show({ count: 0 });
  request = new AbortController();
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' }, signal: request.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const found = await answer.json();
    if (asked === address) show(found);
  } catch (error) {
    if (error.name !== 'AbortError') asked = ''; // no network, no answer: ask again at the next letter
  }
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, DELAY);
}

if (form) {
  for (const kind of ['input', 'change', 'focusout']) form.addEventListener(kind, later);
  globalThis.django?.jQuery?.(form).on('change', later); // select2 tells jQuery only
  document.getElementById('lookalikes')?.focus();
}
