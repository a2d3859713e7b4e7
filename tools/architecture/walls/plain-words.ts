import type { SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

interface Word {
  readonly pattern: RegExp;
  readonly say: string;
}

/** Wording that no engineer would use, and what to say instead. */
const words: readonly Word[] = [
  { pattern: /\b(?:is|are|was|were|be|been) told\b/i, say: 'receives, is notified, is reported' },
  { pattern: /\b(?:tell|tells|told) of\b/i, say: 'reports, describes' },
  { pattern: /\b(?:hear|hears|heard) of\b/i, say: 'receives, learns' },
  { pattern: /\bwhom?ever\b/i, say: 'the caller, another process, anybody who' },
  { pattern: /\banew\b/i, say: 'again' },
  { pattern: /\b(?:go|goes|gone|went) on\b|\bgoing on with\b/i, say: 'continues, resumes' },
  {
    pattern: /\bstands\b(?! alone| in for)|\bstand (?:for|still)\b/i,
    say: 'is, represents, hangs',
  },
  { pattern: /\bas it is wanted\b/i, say: 'the requested …' },
  { pattern: /\b(?:is|are|was|were) asked for\b/i, say: 'is requested, is read' },
  { pattern: /(?<!there )\b(?:is|are) no more\b(?! than)/i, say: 'does not exist, is deleted' },
  { pattern: /\b(?:is|are) away\b/i, say: 'is down, cannot be reached' },
  { pattern: /\bwithout a word\b/i, say: 'by default, without a message' },
  { pattern: /\bnot without\b/i, say: 'only with' },
  { pattern: /\bat one moment\b/i, say: 'at the same time' },
  { pattern: /\bsees to\b/i, say: 'handles, checks' },
  { pattern: /\blets? go of\b/i, say: 'releases' },
  { pattern: /\bheralded\b/i, say: 'notifications' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, say: 'fix' },
  { pattern: /\bdrawers?\b/i, say: 'folder, module' },
  { pattern: /(?<!-)\bcrowd(?:s|ed)?\b(?!-)/i, say: 'batch, many at once' },
  { pattern: /\bdear(?:er|est)?\b/i, say: 'expensive' },
  { pattern: /\btorment(?:s|ed|ing)?\b/i, say: 'attack' },
  { pattern: /\bin clear\b/i, say: 'in plain text' },
  { pattern: /\bh(?:eld|old|olds|olding) (?:it )?against\b/i, say: 'compared with' },
  { pattern: /\bversions? before\b(?! \d)/i, say: 'the previous version, a version without …' },
  { pattern: /\blooks? (?:each|every)\b/i, say: 'polls every, checks every' },
  { pattern: /\b(?:takes?|took|taken) the person out\b/i, say: 'removes the personal data' },
  { pattern: /\bbecame of\b/i, say: 'its result' },
  { pattern: /\bby which SQL\b/, say: 'SQL filters by …' },
  { pattern: /\bso long\b/i, say: 'the time for which …' },
  { pattern: /\bmeanwhile\b/i, say: 'during …, until then, since' },
  { pattern: /\bany more\b(?! than)/i, say: 'no longer, now' },
  { pattern: /\bin a row\b/i, say: 'consecutive, one after the other' },
];

const thisFile = 'tools/architecture/walls/plain-words.ts';

/** Schemas that were agreed with clients word for word, and released. */
const contracts = /^contract\/(api|released)\.graphql$/;

const isChecked = ({ path }: SourceFile): boolean => path !== thisFile && !contracts.test(path);

function* violationsIn({ path, text }: SourceFile): Generator<Violation> {
  for (const [index, line] of text.split('\n').entries()) {
    for (const { pattern, say } of words) {
      const found = pattern.exec(line);
      if (found === null) continue;
      yield { path, line: index + 1, message: `has "${found[0]}"; say instead: ${say}` };
    }
  }
}

export const plainWords: Wall = {
  name: 'texts use the words of the field',
  why: 'A reader must not learn a vocabulary that only this project has.',
  check: (files) => files.filter(isChecked).flatMap((file) => [...violationsIn(file)]),
  refuses: {
    'a comment': { 'gateway/a.ts': '/** Whoever comes next goes on with it. */' },
    'a message': { 'cli/a.ts': "throw new Error('Mend the file.');" },
    'a name in SQL': { 'subgraphs/a/store/a.ts': 'sql`WITH heralded AS (SELECT 1)`' },
    'a document': { 'docs/a.md': 'The owner is told by e-mail.' },
    'a description in a schema': { 'gateway/api.graphql': '"Null while the service is away."' },
    'each word of the list': { 'a.md': 'It starts anew.\nEach stands for one.\nIt is dear.' },
    'a phrase': { 'docs/a.md': 'Names are stored in clear.' },
    'a comparison': { 'cli/a.ts': '/** The version is held against the other. */' },
    'a description of a version': { 'docs/a.md': 'The version before still runs.' },
    'an interval': { 'docs/a.md': 'A look each 5 s finds it.' },
    'a result': { 'docs/a.md': 'Read what became of it.' },
    'an idiom for a time': {
      'a.md': 'It waits so long.\nMeanwhile it is up.\nIt is not there any more.',
    },
    'an idiom for a sequence': { 'bench/a.test.ts': "test('it fails twice in a row', run);" },
  },
  accepts: {
    'plain words': { 'docs/a.md': 'The owner gets an e-mail.\nThe next process resumes the work.' },
    'words that only contain one': { 'a.md': 'It understands. We recommend to amend it.' },
    'common idioms': { 'a.md': 'Each row stands alone. It is no more than a cache.' },
    'a version by its number': { 'a.md': 'A worker of a version before 1.0 relayed it.' },
    'a quantity': { 'a.md': 'It does not take any more than a minute.' },
    'a file named before the rule': { 'a.md': '[0031](0031-the-next-crowd-is-sent-ahead.md)' },
    'the contract': { 'contract/api.graphql': '"Whoever placed it."' },
    'the schema of a release': { 'contract/released.graphql': '"Whoever placed it."' },
  },
};
