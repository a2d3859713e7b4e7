import type { RetentionRow } from './rows';

/** Redis, files, and the stores of metrics, logs and traces. Caches of a process are limits. */
export const inMemoryAndFiles: readonly RetentionRow[] = [
  {
    what: 'events in the Redis Stream',
    retained: '{events.streamHours}, at most {events.streamEventsMax}',
    deletedBy: 'the relay trims the stream as it adds to it',
    file: 'platform/events/stream.ts',
    test: 'e2e/many-processes/many-processes.test.ts',
  },
  {
    what: 'counters of rates (Redis)',
    retained: 'a minute from their first request',
    deletedBy: 'Redis',
    file: 'gateway/limits.ts',
    test: 'gateway/operation/rate-limit.test.ts',
  },
  {
    what: 'marks of accounts that have written (Redis)',
    retained: 'some seconds from their last mutation',
    deletedBy: 'Redis',
    file: 'gateway/operation/rate-limit.ts',
    test: 'gateway/fast-path/answers-kept.test.ts',
  },
  {
    what: 'counters of failed sign-ins (Redis)',
    retained: 'a minute from their first failure; an hour for an account and for a known device',
    deletedBy: 'Redis',
    file: 'subgraphs/users/workflows/sign-in-limits.ts',
    test: 'subgraphs/users/workflows/sign-in-limits.test.ts',
  },
  {
    what: 'counters of exports of personal data (Redis)',
    retained: 'a day from their first export',
    deletedBy: 'Redis',
    file: 'subgraphs/users/workflows/export-limits.ts',
  },
  {
    what: 'requests of API keys (Redis), for their owners',
    retained: '{keyRequestsDays}, the latest {keyRequestsMax} of each of {keyRequestListsMax} keys',
    deletedBy: 'the gateway that adds one, or Redis',
    file: 'platform/auth/key-requests.ts',
    test: 'platform/auth/key-requests.test.ts',
  },
  {
    what: 'mails that developers see (Redis), not in production',
    retained: '7 days after the last one, the latest {shownMailsMax}',
    deletedBy: 'the process that adds one, Redis, or the erasure of the account',
    file: 'platform/mail/mailbox.ts',
    test: 'platform/mail/mailbox.test.ts',
  },
  {
    what: 'cached products and warehouses (Redis), without personal data',
    retained: '{cache.data.rowSeconds}, less up to a fifth; absent ones {cache.data.absentSeconds}',
    deletedBy: 'Redis, or the entry that takes the slot',
    file: 'platform/data-cache/shared-slots.ts',
    test: 'platform/data-cache/shared-slots.test.ts',
  },
  {
    what: 'texts of persisted operations (Redis)',
    retained:
      '{persistedOperationSeconds} after they were last sent, at most {persistedOperationsBytesMax} together',
    deletedBy: 'the gateway that adds one',
    file: 'gateway/limits.ts',
    test: 'gateway/operation/persisted-store.test.ts',
  },
  {
    what: 'public answers about products (memory of each gateway), without personal data, by operation and variables',
    retained:
      '{cache.answers.catalogueSeconds}, with `available` {cache.answers.stockMs}, less up to a fifth; at most {keptAnswersMax} and {keptAnswersBytesMax}',
    deletedBy:
      'the gateway: the oldest beyond that, all when a product changes; a query is executed then',
    file: 'gateway/limits.ts',
    test: 'gateway/fast-path/answers-kept.test.ts',
  },
  {
    what: 'published heads of the audit log, in `audit-heads` in the data folder',
    retained: 'for ever, the newest of each day',
    deletedBy: 'nobody',
    file: 'platform/audit/head-files.ts',
    test: 'subgraphs/users/workflows/audit-chain.test.ts',
  },
  {
    what: 'rows that an import refused, in `imports` in the data folder (mode 0600, formulas neutralised, card numbers masked)',
    retained: 'until the next import of the same kind, or until the operator deletes the file',
    deletedBy: 'the next import, which replaces the file',
    file: 'cli/import/refused.ts',
    test: 'cli/import/refused.test.ts',
  },
  {
    what: 'profiles of late processes, in the data folder',
    retained: 'the newest {telemetry.profiles.filesMax}',
    deletedBy: 'the process that writes the next one',
    file: 'platform/telemetry/late-loop-profiles.ts',
    test: 'platform/telemetry/late-loop-profiles.test.ts',
  },
  {
    what: 'the ledger of the payment sandbox, in its folder',
    retained: 'for ever, at most {keysMax} keys',
    deletedBy: 'nobody: empty the folder',
    file: 'payments/sandbox/ledger.ts',
    test: 'payments/sandbox/journal.test.ts',
  },
  {
    what: 'metrics, in the Prometheus of the compose file',
    retained: '30 days (`--storage.tsdb.retention.time`)',
    deletedBy: 'Prometheus',
    file: 'docker-compose.yml',
  },
  {
    what: 'logs, in the Loki of the compose file',
    retained: '31 days (`retention_period`)',
    deletedBy: 'Loki',
    file: 'ops/loki/config.yml',
  },
  {
    what: 'traces, in the Tempo of the compose file',
    retained: '7 days (`block_retention`)',
    deletedBy: 'Tempo',
    file: 'ops/tempo/config.yml',
  },
];
