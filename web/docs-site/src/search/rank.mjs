// How pages are indexed by the build, and found and ranked in the browser.

const words = /[^\p{L}\p{N}_]+/u;
const partsOfNames = /_|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u;

/** A name is found as it is, and by the words in it: `refundOrder` by "refund" too. */
function tokenize(text) {
  return text
    .split(words)
    .filter(Boolean)
    .flatMap((word) => {
      const parts = word.split(partsOfNames).filter(Boolean);
      return parts.length > 1 ? [word, ...parts] : [word];
    });
}

/** Options of MiniSearch that the build and the browser have in common. */
export const indexOptions = {
  idField: 'url',
  fields: ['title', 'headings', 'text'],
  storeFields: ['title', 'description', 'kind'],
  tokenize,
};

/** Guides explain what a word means; a page of the schema is looked for by its exact name. */
const weights = { guide: 6, operators: 1, schema: 1 };

const prefixCharactersMin = 2;
const fuzzyCharactersMin = 4;

const matching = {
  prefix: ({ length }) => length >= prefixCharactersMin,
  fuzzy: ({ length }) => (length >= fuzzyCharactersMin ? 0.25 : false),
  boost: { title: 4, headings: 2 },
  boostDocument: (_url, _term, { kind }) => weights[kind],
};

/** Names have capitals or several words; a single word in small letters is looked for in guides. */
const looksLikeName = /[\p{Lu}_ ]/u;
const letters = (text) => text.toLowerCase().replaceAll(' ', '');

/** 2: the title letter by letter, which makes the difference between `Order` and `order`. */
function exactness({ title }, sought) {
  if (!looksLikeName.test(sought)) return 0;
  if (title === sought) return 2;
  return letters(title) === letters(sought) ? 1 : 0;
}

/**
 * @param index of MiniSearch, with `indexOptions`.
 * @returns the pages with all words, or with any of them if there is none; exact names come first.
 */
export function findPages(index, sought) {
  const all = index.search(sought, { ...matching, combineWith: 'AND' });
  const found = all.length > 0 ? all : index.search(sought, { ...matching, combineWith: 'OR' });
  return found.sort((one, other) => exactness(other, sought) - exactness(one, sought));
}
