// The search page. It builds elements and never parses HTML, as Trusted Types demand.
const resultsMax = 30;
const pagefindUrl = '/docs/pagefind/pagefind.js';

const status = document.querySelector('#search-status');
const list = document.querySelector('#search-results');

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function itemOf({ url, meta, plain_excerpt: excerpt }) {
  const item = document.createElement('li');
  item.append(element('a', meta.title, { href: url }), element('p', excerpt));
  return item;
}

function countText(found, words) {
  if (found === 0) return `Nothing found for “${words}”.`;
  const shown = found > resultsMax ? `, the best ${resultsMax} of them below` : '';
  return `${found} ${found === 1 ? 'page' : 'pages'} found for “${words}”${shown}.`;
}

async function search(words) {
  status.textContent = 'Searching …';
  const pagefind = await import(/* @vite-ignore */ pagefindUrl);
  await pagefind.options({ noWorker: true });
  const { results } = await pagefind.search(words);
  const found = await Promise.all(results.slice(0, resultsMax).map((result) => result.data()));
  list.replaceChildren(...found.map(itemOf));
  status.textContent = countText(results.length, words);
}

const words = new URLSearchParams(location.search).get('q')?.trim() ?? '';
for (const input of document.querySelectorAll('input[name="q"]')) input.value = words;
if (words === '') {
  status.textContent = 'Type what you are looking for, for example “refund” or “RATE_LIMITED”.';
} else {
  search(words).catch((error) => {
    status.textContent = 'The search could not be loaded. Reload the page to try again.';
    throw error;
  });
}
