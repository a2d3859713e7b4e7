import { escapeHtml } from '../platform/values/html';
import type { Block, Language, Letter } from './letter';
import { mailStyle } from './style';

/** A mail that can be sent. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const greetings: Readonly<Record<Language, string>> = { EN: 'Hello,', DE: 'Guten Tag,' };

const footers: Readonly<Record<Language, string>> = {
  EN: 'This message was sent automatically.',
  DE: 'Diese Nachricht wurde automatisch verschickt.',
};

/** A subject is one line: a line break would end the header. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function textOf(block: Block): string {
  if (typeof block === 'string') return block;
  if ('url' in block) return `${block.label}:\n${block.url}`;
  return block.rows.map((cells) => cells.join('  ')).join('\n');
}

function htmlOf(block: Block): string {
  if (typeof block === 'string') {
    return `<p>${escapeHtml(block).replaceAll('\n', '<br>\n')}</p>`;
  }
  if ('url' in block) {
    const opening = block.isQuiet === true ? '<a' : '<a class="action"';
    return `<p>${opening} href="${escapeHtml(block.url)}">${escapeHtml(block.label)}</a></p>`;
  }
  const rows = block.rows.map((cells) => {
    const [name = '', ...values] = cells.map(escapeHtml);
    return `<tr><th scope="row">${name}</th>${values.map((value) => `<td>${value}</td>`).join('')}</tr>`;
  });
  return `<table>\n${rows.join('\n')}\n</table>`;
}

function page(language: Language, subject: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="${language.toLowerCase()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${mailStyle}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

/** Text and HTML of a letter. Everything that the letter contains is escaped in the HTML. */
export function renderLetter(letter: Letter, language: Language): RenderedMail {
  const subject = oneLine(letter.subject);
  const blocks = [greetings[language], ...letter.blocks];
  const footer = footers[language];
  return {
    subject,
    text: `${[...blocks.map(textOf), `-- \n${footer}`].join('\n\n')}\n`,
    html: page(language, subject, [
      ...blocks.map(htmlOf),
      `<p class="footer">${escapeHtml(footer)}</p>`,
    ]),
  };
}
