// Goes on with an import, slice by slice, and shows how far it is. Without this script the page refreshes itself.
const box = document.querySelector('[data-import-progress]');

function show(state) {
  const bar = box.querySelector('progress');
  bar.max = state.all || 1;
  bar.value = state.done;
  box.querySelector('[data-words]').textContent = state.words;
}

async function slice() {
  const token = box.querySelector('[name=csrfmiddlewaretoken]').value;
  const answer = await fetch(box.dataset.importProgress, {
    method: 'POST',
    headers: { Accept: 'application/json', 'X-CSRFToken': token },
    credentials: 'same-origin',
  });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

async function work() {
  const button = box.querySelector('[type=submit]');
  button.hidden = true;
  try {
    for (;;) {
      const before = box.querySelector('progress').value;
      const state = await slice();
      show(state);
      if (!state.at_work) return window.location.replace(state.report);
      // Another page may be at work on the same import: look again in a moment.
      if (state.done === before) await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  } catch {
    box.querySelector('[data-words]').textContent = box.dataset.stopped;
    button.hidden = false;
  }
}

if (box) work();
