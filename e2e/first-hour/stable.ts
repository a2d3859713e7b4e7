/** What the shop logs while it starts, with stacks; which entries, and in what order, differs. */
const logEntry =
  /^(?:\d\d:\d\d:\d\d\.\d{3} (?:info|warn) |\{"level":).*\n(?: {4}\w*Error: .*\n(?: {8}at .*\n)*)?/gm;

/** What differs from one run to the next, and what the page shows instead. */
const varying: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [logEntry, ''],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ…'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '0198…'],
  [/\b(auth|capture|refund)_[0-9a-f]{32}\b/g, '$1_af73…'],
  [/\b[0-9a-f]{40,64}\b/g, '9f86…'],
  [/\b[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, '2C1-GGRQ-0T9M'],
  [/\b\d{8}-\d{6}F(?:_\d{8}-\d{6}[DI])?/g, '20261127-090000F'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '2026-11-27T09:00:00Z'],
  [/\b(process|pid) \d+/g, '$1 4711'],
  [/ +\d+\.\d+ (ms|s|kB|MB|GB)\b/g, ' … $1'],
  [/\(\d+\.\d+ s\b/g, '(… s'],
  [/\b(in|took|comparison) \d+ s\b/g, '$1 … s'],
  [/nothing was committed after the backup/g, 'its last commit is of 2026-11-27T09:00:00Z'],
  [/\b\d{8}T\d{6}Z\b/g, '20261127T090000Z'],
  // One more or less, as the shop was killed before or after a payment.
  [/\b\d+ ledger lines\b/g, '… ledger lines'],
  [/\b\d days? of order statistics\b/g, '2 days of order statistics'],
  [/\b\d+ ms\b/g, '… ms'],
  [/\bmemory \d+ MB\b/g, 'memory … MB'],
  // Its admin port is a free one.
  [/^(supervisor .*:)\d+/gm, '$1…'],
  [/\b\d+ files of\b/g, '… files of'],
  [/\badded \d+ packages in .*/g, 'added … packages in …'],
];

/** @param folder the one that the commands run in. */
export const stable = (text: string, folder: string): string =>
  varying.reduce(
    (changed, [pattern, shown]) => changed.replaceAll(pattern, shown),
    text.replaceAll(folder, '/home/ada'),
  );
