// Small services of the staff's forms: names for search boxes, typing straight into a choice, fewer stops of Tab.
'use strict';
{
  const nameOf = (select) => select.getAttribute('aria-label')
    ?? select.labels?.[0]?.textContent.trim().replace(/\s*:$/, '') ?? '';

  // select2 hides the select and its label; a screen reader needs the name on what it shows instead.
  function name(select) {
    const shown = select.nextElementSibling?.querySelector('.select2-selection');
    if (!shown) return;
    const value = [...select.selectedOptions].map((option) => option.textContent).join(' ');
    shown.removeAttribute('aria-labelledby');
    shown.setAttribute('aria-label', value ? `${nameOf(select)}: ${value}` : nameOf(select));
    shown.querySelector('.select2-search__field')?.setAttribute('aria-label', nameOf(select));
    const text = shown.querySelector('.select2-selection__rendered[role=textbox]');
    text?.removeAttribute('role');
    text?.removeAttribute('aria-readonly');
    // Its list also holds the button that empties it, which no list may; the name above tells what is chosen.
    for (const part of shown.querySelectorAll('ul, li')) part.setAttribute('role', 'none');
  }

  // The calendar and clock are for the mouse; from the keyboard the date is typed.
  function tidy(root) {
    for (const select of root.querySelectorAll('select.admin-autocomplete')) name(select);
    for (const link of root.querySelectorAll('.datetimeshortcuts a')) link.tabIndex = -1;
    for (const heading of root.querySelectorAll('th.original:empty')) {
      const cell = document.createElement('td'); // an empty heading is announced as one
      cell.className = heading.className;
      heading.replaceWith(cell);
    }
  }

  function selectOf(shown) {
    return shown.closest('.select2-container')?.previousElementSibling;
  }

  // A letter typed on a closed choice opens it and begins the search.
  function typeInto(event) {
    const shown = event.target.closest?.('.select2-selection--single');
    const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!shown || !isLetter) return;
    event.preventDefault();
    django.jQuery(selectOf(shown)).select2('open');
    const box = document.querySelector('.select2-container--open .select2-search__field');
    if (!box) return;
    box.value = event.key;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // While the answers to the last letters are awaited, those to the letters before still stand: none of them is meant.
  function refuseStale(event) {
    const answers = django.jQuery(event.target).data('select2').results.$results;
    if (answers.children().first().hasClass('loading-results')) event.preventDefault();
  }

  function saveFromKeyboard(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const button = document.querySelector('.submit-row input.default, .submit-row input[type=submit]');
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  function start() {
    tidy(document);
    const $ = django.jQuery;
    $(document).on('select2:open', (event) => {
      const box = document.querySelector('.select2-container--open .select2-search__field');
      box?.setAttribute('aria-label', nameOf(event.target));
      box?.focus();
    });
    $(document).on('select2:selecting', refuseStale);
    $(document).on('change', 'select.admin-autocomplete', (event) => name(event.target));
    document.addEventListener('keydown', typeInto, true);
    document.addEventListener('keydown', saveFromKeyboard);
    document.addEventListener('formset:added', (event) => {
      // Django's own listeners dress the row first.
      setTimeout(() => {
        tidy(event.target);
        event.target.querySelector('.select2-selection, input:not([type=hidden]), select, textarea')?.focus();
      });
    });
  }

  // After the scripts of the admin, which dress their inputs when the page has loaded.
  window.addEventListener('load', () => setTimeout(start));
}
