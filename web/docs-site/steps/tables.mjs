// Marks the columns of tables that hold text, so that they are not squeezed to a word a line.
const tables = /<table[\s>][\s\S]*?<\/table>/g;
const rows = /<tr[\s>][\s\S]*?<\/tr>/g;
const cells = /<(t[dh])((?:\s[^>]*)?)>([\s\S]*?)<\/\1>/g;
const classes = /\sclass="([^"]*)"/;

const textCharactersMin = 24;

const charactersOf = (html) => html.replace(/<[^>]*>/g, '').trim().length;

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
export function withTextColumns(page) {
  return page.replace(tables, (table) => {
    const columns = textColumnsOf(table);
    return table.replace(rows, (row) => {
      let place = 0;
      return row.replace(cells, (whole, tag, attributes, content) => {
        const isText = columns.has(place++);
        return isText
          ? `<${tag}${withClass(attributes, 'text-column')}>${content}</${tag}>`
          : whole;
      });
    });
  });
}
