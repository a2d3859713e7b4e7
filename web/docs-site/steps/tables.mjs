// Marks the columns of tables that hold text, so that they are not squeezed to a word a line, and
// the places where names of code may break.
const tables = /<table[\s>][\s\S]*?<\/table>/g;
const rows = /<tr[\s>][\s\S]*?<\/tr>/g;
const cells = /<(t[dh])((?:\s[^>]*)?)>([\s\S]*?)<\/\1>/g;
const classes = /\sclass="([^"]*)"/;

const textCharactersMin = 24;

const charactersOf = (html) => html.replace(/<[^>]*>/g, '').trim().length;

const codes = /<code[\s>][\s\S]*?<\/code>/g;
const tags = /(<[^>]*>)/;
/** The places behind a sign, or before a capital letter. */
const wordEnds = /(?<=[./_-])(?=\w)|(?<=[a-z])(?=[A-Z])/g;

/** @returns a cell whose paths and settings break where their words end. */
const withBreaks = (cell) =>
  cell.replace(codes, (code) =>
    code
      .split(tags)
      .map((part, place) => (place % 2 === 0 ? part.replace(wordEnds, '<wbr>') : part))
      .join(''),
  );

/** Adds a class to the attributes of a tag. */
export function withClass(attributes, name) {
  return classes.test(attributes)
    ? attributes.replace(classes, (_whole, names) => ` class="${names} ${name}"`)
    : `${attributes} class="${name}"`;
}

function textColumnsOf(table) {
  const found = new Set();
  for (const [row] of table.matchAll(rows)) {
    for (const [place, [, , , content]] of [...row.matchAll(cells)].entries()) {
      if (charactersOf(content) >= textCharactersMin) found.add(place);
    }
  }
  return found;
}

/** @returns the page whose cells of such columns have the class `text-column`. */
export function withTableMarks(page) {
  return page.replace(tables, (table) => {
    const columns = textColumnsOf(table);
    return table.replace(rows, (row) => {
      let place = 0;
      return row.replace(cells, (_whole, tag, attributes, content) => {
        const isText = columns.has(place++);
        const given = isText ? withClass(attributes, 'text-column') : attributes;
        return `<${tag}${given}>${withBreaks(content)}</${tag}>`;
      });
    });
  });
}
