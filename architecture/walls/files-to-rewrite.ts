/** Files that still have words of `plain-words.ts`. Remove a file here once it is rewritten. */
export const filesToRewrite: ReadonlySet<string> = new Set([
  'docs/limits.md',
  'subgraphs/orders/store/database.ts',
  'subgraphs/orders/store/journal.ts',
  'subgraphs/orders/store/outbox.ts',
  'subgraphs/orders/store/placing.ts',
  'subgraphs/orders/workflows/events/relay-events.ts',
]);
