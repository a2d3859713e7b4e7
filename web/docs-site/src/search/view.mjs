// A field and the list of what it finds. Elements are built one by one and no HTML is parsed, as
// Trusted Types demand.
import MiniSearch from 'minisearch';
import { findPages, indexOptions } from './rank.mjs';

const resultsMax = 30;
const indexUrl = '/docs/search-index.json';
const kinds = { guide: 'Guide', operators: 'Operators', schema: 'Schema' };

const hint = 'Type what you are looking for, for example “refund” or “RATE_LIMITED”.';
const notLoaded = 'The search could not be loaded. Type again to try again.';

async function readIndex() {
  const response = await fetch(indexUrl);
  if (!response.ok) throw new Error(`${indexUrl} answered ${response.status}.`);
  return MiniSearch.loadJSON(await response.text(), indexOptions);
}

let reading = null;

/** The index is read once, when somebody searches. */
function loadIndex() {
  reading ??= readIndex().catch((error) => {
    reading = null;
    throw error;
  });
  return reading;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function itemOf({ id, title, description, kind }) {
  const item = document.createElement('li');
  const link = element('a', title, { href: id });
  item.append(link, ' ', element('span', kinds[kind], { class: 'kind' }));
  if (description) item.append(element('p', description));
  return item;
}

function countText(found, sought) {
  if (found === 0) return `Nothing found for “${sought}”.`;
  const shown = found > resultsMax ? `, the best ${resultsMax} of them below` : '';
  return `${found} ${found === 1 ? 'page' : 'pages'} found for “${sought}”${shown}.`;
}

/** Down leads from the field into the list; both arrows move within it. */
function moveByKeys(input, list) {
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [input, ...list.querySelectorAll('a')];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  input.addEventListener('keydown', move);
  list.addEventListener('keydown', move);
}

/** @returns how to show what is found for the text in the field. */
export function connectSearch({ input, status, list }) {
  const show = (found, text) => {
    list.replaceChildren(...found.map(itemOf));
    status.textContent = text;
  };
  const update = async () => {
    const sought = input.value.trim();
    if (sought === '') return show([], hint);
    try {
      const index = await loadIndex();
      // Somebody has typed on while the index was loading.
      if (input.value.trim() !== sought) return;
      const found = findPages(index, sought);
      show(found.slice(0, resultsMax), countText(found.length, sought));
    } catch (error) {
      show([], notLoaded);
      throw error;
    }
  };
  input.addEventListener('input', update);
  input.form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  moveByKeys(input, list);
  return update;
}
