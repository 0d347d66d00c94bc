// Shows the translated texts of one language at a time. Without this file all languages are visible.
// Every input says its language itself (lang, dir, data-language-name); rows added later do as well.
'use strict';
{
  const KEY = 'desk-language';
  const ALL = 'all';
  const words = () => document.querySelector('meta[name="desk-words"]')?.dataset ?? {};
  const languages = new Map(); // code -> name, in the order of the form
  const boxes = [];            // [code, element]: what to show or hide
  const suffixes = [];         // «(العربية)» of labels: needed only where several languages stand together
  let chosen = ALL;

  const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (code) => { try { localStorage.setItem(KEY, code); } catch { /* private window */ } };

  function boxOf(input) {
    const cell = input.closest('td');
    if (cell) return cell;
    const shared = input.closest('.fieldBox');
    return shared ? shared.parentElement : input.closest('.form-row') ?? input.parentElement;
  }

  function detachSuffix(element, name) {
    const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.includes(` (${name})`));
    if (!text) return;
    const suffix = text.splitText(text.data.indexOf(` (${name})`));
    const after = suffix.splitText(` (${name})`.length);
    const span = document.createElement('span');
    span.append(suffix);
    element.insertBefore(span, after);
    suffixes.push(span);
  }

  function collect(root) {
    for (const input of root.querySelectorAll('.mt[data-language-name]')) {
      const name = input.dataset.languageName;
      if (!languages.has(input.lang)) languages.set(input.lang, name);
      boxes.push([input.lang, boxOf(input)]);
      for (const label of input.labels ?? []) detachSuffix(label, name);
    }
    for (const heading of root.querySelectorAll('thead th[class*="column-"]')) {
      const code = /column-\w+_([a-z]+)\b/.exec(heading.className)?.[1];
      if (!languages.has(code)) continue;
      boxes.push([code, heading]);
      detachSuffix(heading, languages.get(code));
    }
  }

  function show(code) {
    chosen = code;
    for (const [language, box] of boxes) box.classList.toggle('hidden', code !== ALL && language !== code);
    for (const suffix of suffixes) suffix.classList.toggle('hidden', code !== ALL);
    for (const button of document.querySelectorAll('.language-tabs button')) {
      button.setAttribute('aria-pressed', String(button.value === code));
    }
  }

  function tab(code, name, isWrong) {
    const button = document.createElement('button');
    button.type = 'button';
    button.value = code;
    button.textContent = name;
    if (code !== ALL) button.lang = code;
    if (isWrong) {
      button.classList.add('has-errors');
      button.title = words().error ?? '';
      button.setAttribute('aria-description', words().error ?? '');
    }
    button.addEventListener('click', () => { remember(code); show(code); });
    return button;
  }

  function start() {
    collect(document);
    const form = document.querySelector('#content-main form[id$="_form"]'); // other forms stand above it
    if (!languages.size || !form) return;
    const wrong = new Set(boxes.filter(([, box]) => box.querySelector('.errorlist')).map(([code]) => code));
    const bar = document.createElement('div');
    bar.className = 'language-tabs';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', words().texts ?? '');
    for (const [code, name] of languages) bar.append(tab(code, name, wrong.has(code)));
    bar.append(tab(ALL, words().all ?? '…', false));
    form.prepend(bar);

    const wanted = [remembered(), document.documentElement.lang].find((code) => languages.has(code) || code === ALL);
    show(wrong.size && !wrong.has(wanted) ? ALL : wanted ?? ALL);
    document.addEventListener('formset:added', (event) => { collect(event.target); show(chosen); });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
}
