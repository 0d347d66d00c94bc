// Drop many photos on the form of an event: each is sent on its own, with its progress; then its row stands below.
// Without this script, the page that the section links to does the same.
const PREFIX = 'photos';

const fill = (text, values) => text.replace(/{(\w+)}/g, (_all, name) => values[name]);

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Sending -----------------------------------------------------------------------------------------

function send(address, file, onProgress) {
  const data = new FormData();
  data.append('photos', file);
  data.append('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]').value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch() does not tell how much has been sent
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('loadend', () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* an error page */ }
      resolve({ ok: request.status === 201, ...answer });
    });
    request.send(data);
  });
}

function line(file, words) {
  const bar = element('progress', { max: 1, value: 0, ariaLabel: file.name });
  const state = element('span', { textContent: words.waiting });
  return { bar, state, row: element('li', {}, element('bdi', { textContent: file.name }), bar, state) };
}

async function sendAll(zone, files) {
  const words = zone.dataset;
  const list = zone.querySelector('ul');
  const lines = [...files].map((file) => ({ file, ...line(file, words) }));
  list.append(...lines.map(({ row }) => row));
  const count = { added: 0, refused: 0 };
  for (const { file, bar, state, row } of lines) {
    const answer = await send(words.address, file, (part) => { bar.value = part; });
    bar.value = 1;
    state.textContent = answer.message ?? words.failed;
    row.className = answer.ok ? 'is-added' : 'is-refused';
    count[answer.ok ? 'added' : 'refused'] += 1;
    if (answer.ok) keepUp(answer.version);
  }
  const shown = count.added && await showRows();
  zone.querySelector('[role=status]').textContent = fill(words.summary, count) + (shown ? ` ${words.describe}` : '');
}

// The open form was filled from the version before the photo came: it is not behind.
function keepUp(version) {
  const known = document.querySelector('[name=_version]');
  if (known && Number(known.value) === version.before) known.value = version.after;
}

// Rows --------------------------------------------------------------------------------------------

const management = (name) => document.getElementById(`id_${PREFIX}-${name}_FORMS`);
const group = (page) => page.getElementById(`${PREFIX}-group`);
const rowsOf = (page) => [...group(page).querySelectorAll('.inline-related:not(.empty-form)')];
const keyOf = (row) => row.querySelector(`input[name$="-id"]`)?.value;

function renumber(row, number) {
  for (const part of [row, ...row.querySelectorAll('*')]) {
    for (const attribute of part.attributes) {
      if (!/^(id|name|for|href|aria-\w+)$/.test(attribute.name)) continue;
      attribute.value = attribute.value.replace(new RegExp(`${PREFIX}-\\d+`, 'g'), `${PREFIX}-${number}`);
    }
  }
}

// The server draws the rows; they come after those it knew and before those that are only typed.
async function showRows() {
  const response = await fetch(location.href, { credentials: 'same-origin' });
  if (!response.ok || !group(document)) return false;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (!group(page)) return false;
  const known = new Set(rowsOf(document).map(keyOf));
  const fresh = rowsOf(page).filter((row) => keyOf(row) && !known.has(keyOf(row)));
  const typed = rowsOf(document).filter((row) => !keyOf(row));
  const adder = group(document).querySelector('.add-row a');
  if (!fresh.length || !adder) return false;
  const before = new Set(rowsOf(document));
  for (const _row of fresh) adder.click(); // Django's script counts on; the blank rows make room
  rowsOf(document).filter((row) => !before.has(row)).forEach((row) => row.remove());
  const next = typed[0] ?? group(document).querySelector('.empty-form');
  next.before(...fresh);
  fresh.forEach((row) => row.classList.add(`dynamic-${PREFIX}`)); // what Django's script counts
  management('INITIAL').value = Number(management('INITIAL').value) + fresh.length;
  rowsOf(document).toReversed().forEach((row, place, all) => renumber(row, all.length - 1 - place));
  group(document).querySelector('details')?.setAttribute('open', '');
  for (const row of fresh) {
    row.dispatchEvent(new CustomEvent('formset:added', { bubbles: true, detail: { formsetName: PREFIX } }));
  }
  setTimeout(() => fresh[0].querySelector('input[name*="-alt_"]:not(.hidden *)')?.focus(), 50);
  return true;
}

// The zone ----------------------------------------------------------------------------------------

function start(zone) {
  const words = zone.dataset;
  const input = element('input', { type: 'file', multiple: true, id: 'photo-drop-input', className: 'photo-drop-input' });
  input.accept = 'image/jpeg,image/png,image/webp,image/avif';
  const label = element('label', { htmlFor: input.id, textContent: words.choose });
  const target = element('div', { className: 'photo-drop-target' }, input, label, ` ${words.drop}`);
  const status = element('p', { role: 'status' });
  zone.append(target, element('ul'), status);

  input.addEventListener('change', async () => {
    const files = [...input.files];
    input.value = ''; // so that the form does not send them again
    await sendAll(zone, files);
  });
  target.addEventListener('dragover', (event) => { event.preventDefault(); target.classList.add('is-over'); });
  target.addEventListener('dragleave', () => target.classList.remove('is-over'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    target.classList.remove('is-over');
    sendAll(zone, event.dataTransfer.files);
  });
}

window.addEventListener('load', () => document.querySelectorAll('.photo-drop').forEach(start));
