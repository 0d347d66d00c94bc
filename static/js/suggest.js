// Suggestions while typing, as an ARIA combobox with a list (WAI-ARIA APG). Without this file the form simply searches.
const DELAY = 200; // milliseconds without typing
const SHORTEST = 2;
let boxes = 0;

function dress(form) {
  const input = form.querySelector('input[name="q"]');
  const list = document.createElement('ul');
  const number = (boxes += 1);
  let waiting = 0;
  let request = null;
  let current = -1;

  list.id = `suggestions-${number}`;
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.dataset.label);
  list.hidden = true;
  form.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('autocomplete', 'off');

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function point(step) {
    const options = [...list.children];
    options[current]?.setAttribute('aria-selected', 'false');
    current = (current + step + options.length + (current < 0 && step < 0 ? 1 : 0)) % options.length;
    options[current].setAttribute('aria-selected', 'true');
    options[current].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', options[current].id);
  }

  function option({ text, language, kind, url }, place) {
    const row = document.createElement('li');
    const name = document.createElement('bdi');
    const of = document.createElement('small');
    row.id = `${list.id}-${place}`;
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', 'false');
    row.dataset.url = url;
    name.textContent = text;
    name.lang = language;
    of.textContent = kind;
    row.append(name, ' ', of);
    return row;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    current = -1;
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    input.removeAttribute('aria-activedescendant');
  }

  async function ask() {
    request?.abort();
    const typed = input.value;
    if (typed.trim().length < SHORTEST) {
      close();
      return;
    }
    request = new AbortController();
    try {
      const query = new URLSearchParams({ q: typed, lang: document.documentElement.lang });
      const response = await fetch(`${form.dataset.suggest}?${query}`, { signal: request.signal });
      if (response.ok && document.activeElement === input) show((await response.json()).suggestions);
    } catch (error) {
      if (error.name !== 'AbortError') close(); // no network: the form still searches
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, DELAY);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !list.hidden) {
      event.preventDefault();
      point(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && current >= 0) {
      event.preventDefault();
      location.assign(list.children[current].dataset.url);
    }
  });
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the input keeps the focus
  list.addEventListener('click', (event) => {
    const row = event.target.closest('[role="option"]');
    if (row) location.assign(row.dataset.url);
  });
}

document.querySelectorAll('form[data-suggest]').forEach(dress);
