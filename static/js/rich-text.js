// The editor of rich texts: takes over each textarea.rich-text. Without this file the textarea shows the HTML itself.
// TipTap comes from django-prose-editor; the toolbar, its words and its keys are ours. Nothing is written inline (CSP).
import {
  Blockquote, Bold, BulletList, Document, Editor, Extension, HardBreak, Heading, Italic, ListItem, Mark, OrderedList,
  Paragraph, Text, UndoRedo, mergeAttributes,
} from '../django_prose_editor/editor.js';

const SVG = 'http://www.w3.org/2000/svg';
const ADDRESS = /^(https?:\/\/\S+|mailto:\S+)$/i;
const ICONS = {
  heading: 'M5 5v14M13 5v14M5 12h8M17 10l2-1v10',
  subheading: 'M5 8v11M11 8v11M5 13h6M15 11c1-2 5-2 5 1 0 2-4 4-5 7h5',
  bold: 'M7 5h6a3.5 3.5 0 010 7H7zM7 12h7a3.5 3.5 0 010 7H7z',
  italic: 'M14 5l-4 14M10 5h7M7 19h7',
  bullets: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  numbers: 'M10 6h10M10 12h10M10 18h10M4 5l1.5-.8V9M3.8 15.4c.5-1.4 2.6-1.2 2.4.2-.1 1-1.6 1.8-2.4 3.2h2.6',
  quote: 'M9 7c-3 0-4 2-4 5v5h5v-5H7M18 7c-3 0-4 2-4 5v5h5v-5h-3',
  link: 'M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7l-1 1M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1-1',
  undo: 'M8 5L4 9l4 4M4 9h10a5 5 0 010 10h-3',
  redo: 'M16 5l4 4-4 4M20 9H10a5 5 0 000 10h3',
};

const kept = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
});

// The language and direction of a passage survive editing.
const Languages = Extension.create({
  name: 'languages',
  addGlobalAttributes: () => [{
    types: ['paragraph', 'heading', 'blockquote', 'listItem'],
    attributes: { lang: kept('lang'), dir: kept('dir') },
  }],
});
const Passage = Mark.create({
  name: 'passage',
  addAttributes: () => ({ lang: kept('lang'), dir: kept('dir') }),
  parseHTML: () => [{ tag: 'span[lang]' }, { tag: 'span[dir]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});
const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: kept('href') }),
  parseHTML: () => [{ tag: 'a[href]', getAttrs: (a) => (ADDRESS.test(a.getAttribute('href')) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ['a', mergeAttributes(HTMLAttributes, { rel: 'noopener' }), 0],
});

// What the server would flatten cannot be made: no heading and no quotation inside a quotation or a list.
const INSIDE = '(paragraph | bulletList | orderedList)';
const EXTENSIONS = [
  Document, Paragraph, Text, Bold, Italic, HardBreak, BulletList, OrderedList, UndoRedo,
  ListItem.extend({ content: `paragraph ${INSIDE}*` }), Blockquote.extend({ content: `${INSIDE}+` }),
  Heading.configure({ levels: [3, 4] }), Languages, Passage, Link,
];

// name → [what it does, when it is on]
const TOOLS = {
  heading: [(chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive('heading', { level: 3 })],
  subheading: [(chain) => chain.toggleHeading({ level: 4 }), (editor) => editor.isActive('heading', { level: 4 })],
  bold: [(chain) => chain.toggleBold(), (editor) => editor.isActive('bold')],
  italic: [(chain) => chain.toggleItalic(), (editor) => editor.isActive('italic')],
  bullets: [(chain) => chain.toggleBulletList(), (editor) => editor.isActive('bulletList')],
  numbers: [(chain) => chain.toggleOrderedList(), (editor) => editor.isActive('orderedList')],
  quote: [(chain) => chain.toggleBlockquote(), (editor) => editor.isActive('blockquote')],
  link: [null, (editor) => editor.isActive('link')],
  undo: [(chain) => chain.undo(), null],
  redo: [(chain) => chain.redo(), null],
};

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

function addressBox(editor, words, id) {
  const input = element('input', { type: 'url', dir: 'ltr', id: `${id}-address` });
  const label = element('label', { for: input.id }, words.address);
  const apply = element('button', { type: 'button' }, words.apply);
  const remove = element('button', { type: 'button' }, words.remove);
  const problem = element('p', { role: 'alert', class: 'rich-text-problem', id: `${id}-problem` });
  const box = element('div', { class: 'rich-text-address' }, label, input, apply, remove, problem);
  box.hidden = true;
  const close = () => { box.hidden = true; editor.view.focus(); };
  const set = () => {
    const address = input.value.trim();
    const isWrong = !ADDRESS.test(address);
    problem.textContent = isWrong ? words.wrong : '';
    input.toggleAttribute('aria-invalid', isWrong);
    input.setAttribute('aria-describedby', problem.id);
    if (isWrong) { input.focus(); return; }
    const chain = editor.chain().extendMarkRange('link');
    if (editor.state.selection.empty && !editor.isActive('link')) {
      chain.insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] }).run();
    } else {
      chain.setMark('link', { href: address }).run();
    }
    close();
  };
  apply.addEventListener('click', set);
  remove.addEventListener('click', () => { editor.chain().extendMarkRange('link').unsetMark('link').run(); close(); });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.preventDefault(); close(); }
    if (event.key === 'Enter' && event.target === input) { event.preventDefault(); set(); }
  });
  box.open = () => {
    input.value = editor.getAttributes('link').href ?? '';
    problem.textContent = '';
    remove.hidden = !editor.isActive('link');
    box.hidden = false;
    input.select();
    input.focus();
  };
  return box;
}

// One stop of the Tab key; arrows move inside, Escape goes back to the text (WAI-ARIA, toolbar pattern).
function toolbar(editor, words, box, id) {
  const bar = element('div', { role: 'toolbar', class: 'rich-text-bar', 'aria-label': words.toolbar, 'aria-controls': id });
  for (const [name, [act]] of Object.entries(TOOLS)) {
    const button = element('button', { type: 'button', tabindex: '-1', title: words[name], 'aria-label': words[name] }, icon(name));
    button.dataset.tool = name;
    button.addEventListener('click', () => (act ? act(editor.chain().focus()).run() : box.open()));
    bar.append(button);
  }
  const buttons = [...bar.children];
  buttons[0].tabIndex = 0;
  bar.addEventListener('focusin', (event) => {
    for (const button of buttons) button.tabIndex = button === event.target ? 0 : -1;
  });
  bar.addEventListener('keydown', (event) => {
    const onward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = onward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const step = { [onward]: 1, [backward]: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    else if (event.key === 'Escape') editor.view.focus();
    else return;
    event.preventDefault();
  });
  bar.refresh = () => {
    for (const button of buttons) {
      const [, isOn] = TOOLS[button.dataset.tool];
      if (isOn) button.setAttribute('aria-pressed', String(isOn(editor)));
      else button.setAttribute('aria-disabled', String(!editor.can()[button.dataset.tool]()));
    }
  };
  return bar;
}

const isEmpty = (html) => /^<p[^>]*><\/p>$/.test(html);

function dress(textarea) {
  if (textarea.dataset.dressed || textarea.id.includes('__prefix__')) return;
  textarea.dataset.dressed = 'yes';
  const words = textarea.dataset;
  const page = element('div', { class: 'rich-text-page' });
  const name = textarea.labels?.[0]?.textContent.trim().replace(/\s*:$/, '') ?? textarea.getAttribute('aria-label') ?? '';
  const attributes = {
    id: `${textarea.id}-editor`, role: 'textbox', 'aria-multiline': 'true', 'aria-label': name,
    dir: textarea.dir || 'auto', class: 'rich-text-words',
  };
  if (textarea.lang) attributes.lang = textarea.lang;
  const describedBy = textarea.getAttribute('aria-describedby');
  if (describedBy) attributes['aria-describedby'] = describedBy;
  const editor = new Editor({
    element: page,
    extensions: EXTENSIONS,
    content: textarea.value,
    editable: !textarea.disabled && !textarea.readOnly,
    injectCSS: false,
    editorProps: { attributes },
    onUpdate: () => {
      const html = editor.getHTML();
      textarea.value = isEmpty(html) ? '' : html;
      textarea.dispatchEvent(new Event('input', { bubbles: true }));
      textarea.dispatchEvent(new Event('change', { bubbles: true }));
    },
  });
  const box = addressBox(editor, words, textarea.id);
  const bar = toolbar(editor, words, box, attributes.id);
  const frame = element('div', { class: 'rich-text-frame' }, bar, box, page);
  textarea.before(frame);
  textarea.hidden = true;
  bar.refresh();
  editor.on('transaction', bar.refresh);
  page.addEventListener('keydown', (event) => {
    if (event.key === 'F10' && event.altKey) { event.preventDefault(); bar.querySelector('[tabindex="0"]').focus(); }
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.open(); }
  });
  for (const label of textarea.labels ?? []) label.addEventListener('click', () => editor.view.focus());
}

for (const textarea of document.querySelectorAll('textarea.rich-text')) dress(textarea);
document.addEventListener('formset:added', (event) => {
  for (const textarea of event.target.querySelectorAll('textarea.rich-text')) dress(textarea);
});
