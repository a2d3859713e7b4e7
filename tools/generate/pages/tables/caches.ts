/** One row of the table of caches; `lifetime` and `bound` have `{…}` for a setting or a constant of `file`. */
export interface CacheRow {
  readonly what: string;
  readonly where: string;
  readonly key: string;
  readonly lifetime: string;
  readonly bound: string;
  readonly invalidatedBy: string;
  /** What happens while it is empty or gone. */
  readonly withoutIt: string;
  readonly file: string;
}

const gateway = 'memory of each gateway';
const subgraph = 'memory of each subgraph';
const process = 'memory of each process';
const whileItRuns = 'until it is pushed out';
const leastUsed = 'the least recently used go';
const content = 'nobody: the key is a hash of the content';

/** Every cache of the system, from the client to the database. */
export const caches: readonly CacheRow[] = [
  {
    what: 'answers with public fields of products only',
    where: 'browsers and shared caches',
    key: 'URL, and what `Vary` names',
    lifetime: '{cache.catalogueSeconds}, with `available` at most 1 s',
    bound: "the cache's own",
    invalidatedBy: 'nobody; `ETag` and 304 renew it',
    withoutIt: 'the gateway answers',
    file: 'gateway/operation/cache-policy.ts',
  },
  {
    what: 'the same answers, as bytes',
    where: gateway,
    key: 'operation, variables, and what the viewer sees of the catalogue',
    lifetime: '{cache.answers.catalogueSeconds}, with `available` at most {cache.answers.stockMs}',
    bound: leastUsed,
    invalidatedBy: 'a change of a product, a mutation of the same viewer, the next schema',
    withoutIt: 'the operation is executed',
    file: 'gateway/fast-path/kept-answers.ts',
  },
  {
    what: 'verified access tokens',
    where: gateway,
    key: 'the token',
    lifetime: "until the token's end",
    bound: leastUsed,
    invalidatedBy: 'a change of the signing keys; rights are looked up again',
    withoutIt: 'the signature is verified again',
    file: 'gateway/identity/viewer.ts',
  },
  {
    what: 'API keys',
    where: gateway,
    key: 'SHA-256 of the key',
    lifetime: 'some seconds; keys that were good, longer, while users is down',
    bound: leastUsed,
    invalidatedBy: 'its age',
    withoutIt: 'users is asked',
    file: 'gateway/identity/api-keys.ts',
  },
  {
    what: 'uses of API keys that were reported',
    where: gateway,
    key: 'key and network address',
    lifetime: 'an hour',
    bound: leastUsed,
    invalidatedBy: 'its age',
    withoutIt: 'the use is reported again',
    file: 'gateway/identity/key-addresses.ts',
  },
  {
    what: 'parsed and validated documents',
    where: gateway,
    key: 'SHA-256 of the text',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: content,
    withoutIt: 'the text is parsed again',
    file: 'gateway/operation/documents.ts',
  },
  {
    what: 'texts of persisted operations',
    where: 'Redis; memory without one',
    key: 'SHA-256 of the text',
    lifetime: 'a day after they were last sent',
    bound: 'the oldest go',
    invalidatedBy: content,
    withoutIt: 'PERSISTED_QUERY_NOT_FOUND: clients send the text again',
    file: 'gateway/operation/persisted-store.ts',
  },
  {
    what: 'kinds of operations',
    where: gateway,
    key: 'SHA-256 of the text, and the name',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: content,
    withoutIt: 'the text is looked up',
    file: 'gateway/live-updates/operation-kind.ts',
  },
  {
    what: 'answers about the schema',
    where: gateway,
    key: 'operation and variables',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: 'the next schema',
    withoutIt: 'the answer is made again',
    file: 'gateway/executor/introspection.ts',
  },
  {
    what: 'query plans',
    where: gateway,
    key: 'operation and schema',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: 'the next schema',
    withoutIt: 'the operation is planned again, some milliseconds',
    file: 'gateway/executor/plan-cache.ts',
  },
  {
    what: 'compiled operations',
    where: gateway,
    key: 'operation',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: 'the next schema',
    withoutIt: 'the plan is compiled again',
    file: 'gateway/executor/compiled/executor.ts',
  },
  {
    what: 'compiled forms of answers',
    where: gateway,
    key: 'the form',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: content,
    withoutIt: 'the form is compiled again',
    file: 'gateway/executor/compiled/compile.ts',
  },
  {
    what: 'parsed documents of subgraphs',
    where: subgraph,
    key: 'the text',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: content,
    withoutIt: 'the text is parsed again',
    file: 'platform/graphql/execute.ts',
  },
  {
    what: 'products and warehouses, for everybody who is not staff',
    where: 'memory of each inventory',
    key: 'SKU or code',
    lifetime:
      '{cache.data.rowSeconds}, less up to a fifth; that there is none, {cache.data.absentSeconds}',
    bound: '{cachedRowsMax} rows and {cachedRowBytesMax} of each cache; the least recently used go',
    invalidatedBy:
      'a change of the row, noted by a trigger and read at most {cache.data.checkMs} ago',
    withoutIt: 'Redis is asked, then the database',
    file: 'platform/data-cache/data-cache.ts',
  },
  {
    what: 'the same rows, shared',
    where: 'Redis',
    key: 'a slot, by the hash of the cache and the key',
    lifetime: 'the same',
    bound: '{sharedSlotsMax} slots of {sharedEntryBytesMax}; an entry replaces the one in its slot',
    invalidatedBy: 'the same: the reader compares it with the changes',
    withoutIt: 'each process reads the database',
    file: 'platform/data-cache/shared-slots.ts',
  },
  {
    what: 'which rows have changed',
    where: 'memory of each inventory',
    key: 'scope and key',
    lifetime: whileItRuns,
    bound: '{rememberedChangesMax}; what was cached before a forgotten change is read again',
    invalidatedBy: 'another history of the database: a restore, a failover, another region',
    withoutIt: 'nothing is cached until it is read',
    file: 'platform/data-cache/change-follower.ts',
  },
  {
    what: 'estimated numbers of rows',
    where: subgraph,
    key: 'hash of the filter',
    lifetime: 'some seconds',
    bound: leastUsed,
    invalidatedBy: 'its age',
    withoutIt: 'the planner is asked',
    file: 'platform/database/row-count.ts',
  },
  {
    what: 'keys that viewers are signed with, prepared',
    where: process,
    key: 'secret',
    lifetime: whileItRuns,
    bound: leastUsed,
    invalidatedBy: 'nobody: each secret has its own',
    withoutIt: 'the key is prepared again',
    file: 'platform/remote/viewer-signature.ts',
  },
  {
    what: 'answers of flagd',
    where: process,
    key: 'flag and subject',
    lifetime: '`flags.flagd.cacheMs`',
    bound: leastUsed,
    invalidatedBy: 'its age',
    withoutIt: 'flagd is asked',
    file: 'platform/flags/flagd-source.ts',
  },
];

/** Files with an `LRUCache` that counts or limits, and caches nothing. */
export const countersWithLru: readonly string[] = [
  'gateway/operation/rate-limit.ts',
  'platform/redis/capped-lists.ts',
  'platform/redis/counters-in-memory.ts',
  'platform/resilience/recent-use.ts',
];
