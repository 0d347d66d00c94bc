// A button beside each field that is there to be copied; without this script the field is selected by hand.
const words = document.querySelector('meta[name="copy-words"]')?.dataset;

for (const field of document.querySelectorAll('input[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.textContent = words.copy;
  button.setAttribute('aria-describedby', field.id);
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand('copy'); // without TLS there is no clipboard
    }
    button.textContent = words.copied;
  });
  field.after(button);
  field.addEventListener('focus', () => field.select());
}
