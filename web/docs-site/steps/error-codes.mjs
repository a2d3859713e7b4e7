// The tables of error codes as a section for each code, which can be linked and read on a phone.

const cellsOf = (row) =>
  row
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

const table = /^\| code \|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)/gm;

const sentence = (text) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

function sectionOf(heads, row) {
  const [code, second, meaning, action] = cellsOf(row);
  const fact = heads[1] === 'type' ? `Type: \`${second}\`` : `HTTP status: ${second}`;
  return [`### ${code}`, fact, sentence(meaning), `**What to do:** ${action}.`].join('\n\n');
}

export function withSections(markdown) {
  return markdown.replace(table, (whole, rows) => {
    const heads = cellsOf(whole.split('\n')[0]);
    return `${rows
      .trim()
      .split('\n')
      .map((row) => sectionOf(heads, row))
      .join('\n\n')}\n`;
  });
}
