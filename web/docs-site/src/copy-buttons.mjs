// Puts a button that copies the text above each block of code.

const shownMs = 2_000;

const announcer = document.createElement('p');
announcer.className = 'sr-only';
announcer.setAttribute('role', 'status');

function buttonFor(block) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  const say = (text) => {
    button.textContent = text;
    announcer.textContent = text;
    setTimeout(() => {
      button.textContent = 'Copy';
      announcer.textContent = '';
    }, shownMs);
  };
  button.addEventListener('click', () =>
    navigator.clipboard.writeText(block.textContent.trimEnd()).then(
      () => say('Copied'),
      () => say('Not copied'),
    ),
  );
  return button;
}

// Browsers have no clipboard where a page of another machine comes without TLS.
const blocks = navigator.clipboard ? document.querySelectorAll('.sl-markdown-content pre') : [];
for (const block of blocks) {
  const frame = document.createElement('div');
  frame.className = 'code-frame';
  block.before(frame);
  frame.append(block, buttonFor(block));
}
document.body.append(announcer);
