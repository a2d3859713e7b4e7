// Opens the search over the page: by its button, `/` and Ctrl+K.

const opener = document.querySelector('.search-open');
const dialog = document.querySelector('.search-dialog');
const input = dialog.querySelector('input');

let connecting = null;

async function connect() {
  const { connectSearch } = await import('./view.mjs');
  const [status, list] = ['[role="status"]', 'ol'].map((name) => dialog.querySelector(name));
  return connectSearch({ input, status, list });
}

async function open() {
  if (!dialog.open) dialog.showModal();
  input.select();
  connecting ??= connect();
  // What was typed while the script was loading is sought, too.
  const update = await connecting;
  await update();
}

/** The closed field would keep the focus until the next frame, and a `/` would be typed into it. */
function close() {
  dialog.close();
  input.blur();
}

const isTyping = ({ target }) =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable]') !== null;

function isShortcut(event) {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k';
  return event.key === '/' && !isTyping(event);
}

opener.addEventListener('click', async (event) => {
  const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!isPlain) return;
  event.preventDefault();
  await open();
});
document.addEventListener('keydown', async (event) => {
  if (!isShortcut(event)) return;
  event.preventDefault();
  await open();
});
// Browsers would only clear the field.
input.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') close();
});
dialog.querySelector('button').addEventListener('click', close);
// A click beside the box hits the dialog itself.
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) close();
});
