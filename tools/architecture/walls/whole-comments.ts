import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

/** Words that continue the name above or below them. */
const continuations = new Set([
  'Of',
  'With',
  'As',
  'By',
  'For',
  'From',
  'Until',
  'Between',
  'Among',
  'Also',
  'Without',
  'In',
  'On',
  'To',
  'At',
  'Before',
  'After',
  'Because',
  'Since',
  'Through',
  'During',
  'Per',
  'Above',
  'Below',
  'Over',
  'Under',
  'Behind',
  'Beside',
  'Beyond',
  'Within',
  'Outside',
  'Inside',
  'Across',
  'Against',
  'About',
  'Into',
  'Onto',
  'Like',
  'Unlike',
  'Instead',
  'Except',
  'Than',
]);

/** Whole sentences that begin with such a word. Rewrite one rather than add one. */
const wholeSentences: readonly string[] = [
  'At this speed the second invoice is due in more than an hour.',
  'In a shorter run caches are still filling.',
  'In production nobody is sent anywhere that the operator has not listed.',
  'Without a network the button says so when it is pressed.',
  'Without a terminal, short work prints nothing, because the line would stay.',
  'Without its texts the page stays in the language that it has.',
  'Without server.publicUrl, the links in mails lead to the port.',
  'Without the link it sends the text, which is the registered one as well.',
];

interface Text {
  readonly line: number;
  readonly text: string;
}

const opening = /^[ \t]*(?:\/\*\*?|\/\/|\{\/\*)[ \t]*/;
const prefix = /^[ \t]*(?:\*\/|\*|\/\/)?[ \t]*/;

/** The comments that begin a line: blocks, and runs of lines with `//`. */
function* commentsIn(text: string): Generator<Text> {
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const first = lines[index] ?? '';
    const begin = opening.exec(first)?.[0];
    if (begin === undefined) continue;
    const line = index + 1;
    const words = [first.slice(begin.length)];
    const isBlock = begin.includes('*');
    const continues = () =>
      isBlock ? !(lines[index] ?? '*/').includes('*/') : /^[ \t]*\/\//.test(lines[index + 1] ?? '');
    while (continues()) {
      index += 1;
      words.push((lines[index] ?? '').replace(prefix, ''));
    }
    yield { line, text: words.join(' ').trim() };
  }
}

const description = /(?:\bdescription:|\.describe\()\s{0,40}['"`]([^'"`]{1,300})/g;

/** Descriptions in a schema, of a setting, and of a panel. */
function* descriptionsIn(text: string): Generator<Text> {
  for (const { 1: found = '', index } of text.matchAll(description)) {
    const line = text.slice(0, index).split('\n').length;
    yield { line, text: `${found.charAt(0).toUpperCase()}${found.slice(1)}` };
  }
}

/** Whether a file has code whose descriptions are not sample texts. */
const hasDescriptions = ({ path }: SourceFile): boolean =>
  /^(config|examples|gateway|ops|subgraphs)\//.test(path) && !isTest(path);

const sentenceOf = (text: string): string => /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;

const isContinuation = ({ text }: Text): boolean =>
  continuations.has(/^[A-Z][a-z]*/.exec(text)?.[0] ?? '');

/** Texts of a file that begin with a continuation. */
function continuationsIn(file: SourceFile): Text[] {
  if (!isCode(file.path)) return [];
  const texts = [
    ...commentsIn(file.text),
    ...(hasDescriptions(file) ? descriptionsIn(file.text) : []),
  ];
  return texts.filter(isContinuation);
}

const thisFile = 'tools/architecture/walls/whole-comments.ts';

function check(files: readonly SourceFile[]): Violation[] {
  const unneeded = new Set(wholeSentences);
  const found: Violation[] = [];
  for (const file of files) {
    for (const { line, text } of continuationsIn(file)) {
      const sentence = sentenceOf(text);
      if (wholeSentences.includes(sentence)) unneeded.delete(sentence);
      else found.push({ path: file.path, line, message: `begins a comment with "${sentence}"` });
    }
  }
  if (!files.some(({ path }) => path === thisFile)) return found;
  const message = (sentence: string) => `lists "${sentence}", which no comment has`;
  return [...found, ...[...unneeded].map((one) => ({ path: thisFile, message: message(one) }))];
}

export const wholeComments: Wall = {
  name: 'a comment is a sentence, or a noun phrase whose noun is the thing',
  why: 'A comment that continues the name beside it cannot be read alone, and says no reason.',
  check,
  refuses: {
    'a doc comment': { 'bench/a.ts': '/** Of an order that was. */\nconst confirmed = 1;' },
    'a doc comment of several lines': { 'cli/a.ts': '/**\n * Until the shop\n * is open.\n */' },
    'a line comment': { 'gateway/a.ts': 'run(\n  // As sent by the client.\n  variables,\n);' },
    'a comment in JSX': { 'web/a.tsx': '<p>\n  {/* For people. */}\n</p>' },
    'a script': { 'tools/check/check.mjs': '/** As many as there are cores. */' },
    'a test': { 'gateway/a.test.ts': '/** Without limits. */\nconst settings = {};' },
    'a description in a schema': {
      'subgraphs/a/schema/a.ts': "@Field(() => Int, { description: 'Of a shipment.' })",
    },
    'a description on a line of its own': {
      'subgraphs/a/schema/a.ts': "  description:\n    'By name, from A to Z.',",
    },
    'a description of a setting': {
      'config/schema/a.ts': "const a = z.int().describe('of the sandbox provider');",
    },
    'a listed sentence that no comment has': { [thisFile]: '' },
  },
  accepts: {
    'sentences and noun phrases': {
      'bench/a.ts':
        '/** The outcome of an order that was confirmed. */\n/** Waits for it. */\n// Another reason.',
    },
    'a later line that begins so': { 'cli/a.ts': '// The shop runs\n// Until it is stopped.' },
    'a word that only begins so': { 'cli/a.ts': '/** Format of a date. */\n/** Asynchronous. */' },
    'a text that is no comment': { 'cli/a.ts': "const a = '/** Of it. */';" },
    'a sample text of a test': {
      'subgraphs/a/a.test.ts': "const row = { description: 'With a handle.' };",
    },
  },
};
