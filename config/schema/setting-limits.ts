/**
 * What happens when a setting that is a limit is exceeded, and the test that shows it, if there is
 * one.
 */
export interface SettingLimit {
  readonly exceeded: string;
  readonly test?: string;
}

/**
 * The settings that are limits, by path: rows of `docs/limits.md`, with value and description from
 * the schema. A test requires that every setting under `limits` is here.
 */
export const settingLimits: Readonly<Record<string, SettingLimit>> = {
  'limits.rate.anonymousPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-limit.test.ts',
  },
  'limits.rate.userPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-limit.test.ts',
  },
  'limits.rate.apiKeyPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-limit.test.ts',
  },
  'limits.rate.storefrontKeyPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/identity/storefront.test.ts',
  },
  'limits.rate.signInsPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-gate.test.ts',
  },
  'limits.rate.refreshesPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-gate.test.ts',
  },
  'limits.rate.costPerField': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/operation/rate-gate.test.ts',
  },
  'limits.rate.signInFailuresPerMinute': {
    exceeded: 'RATE_LIMITED, except on a known device; the same limit holds for unknown API keys',
    test: 'subgraphs/users/workflows/sign-in-limits.test.ts',
  },
  'limits.rate.registrationsPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'e2e/attacks/rate-limits.test.ts',
  },
  'limits.rate.passwordResetsPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/users/operations/request-password-reset.test.ts',
  },
  'limits.rate.productUpsertsPerMinute': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/inventory/operations/upsert-products.test.ts',
  },
  'limits.operation.tokens': { exceeded: 'GRAPHQL_PARSE_FAILED', test: 'gateway/limits.test.ts' },
  'limits.operation.depth': { exceeded: 'OPERATION_TOO_COMPLEX', test: 'gateway/limits.test.ts' },
  'limits.operation.aliases': { exceeded: 'OPERATION_TOO_COMPLEX', test: 'gateway/limits.test.ts' },
  'limits.operation.directives': {
    exceeded: 'OPERATION_TOO_COMPLEX',
    test: 'gateway/limits.test.ts',
  },
  'limits.operation.rootFields': {
    exceeded: 'OPERATION_TOO_COMPLEX',
    test: 'gateway/limits.test.ts',
  },
  'limits.operation.cost': {
    exceeded: 'OPERATION_TOO_COMPLEX',
    test: 'gateway/operation/cost.test.ts',
  },
  'limits.operation.textBytes': {
    exceeded: 'PAYLOAD_TOO_LARGE',
    test: 'gateway/operation/syntax-counts.test.ts',
  },
  'limits.operation.bodyBytes': { exceeded: 'PAYLOAD_TOO_LARGE', test: 'gateway/limits.test.ts' },
  'limits.operation.bodyBytesAnonymous': {
    exceeded: 'PAYLOAD_TOO_LARGE',
    test: 'gateway/limits.test.ts',
  },
  'limits.operation.answerObjects': {
    exceeded: 'OPERATION_TOO_COMPLEX, and `data` is null; no more rows are read, either',
    test: 'platform/graphql/answer-budget.test.ts',
  },
  'limits.operation.answerBytes': {
    exceeded: 'OPERATION_TOO_COMPLEX, and `data` is null; also between processes',
    test: 'gateway/executor/answer-limit.test.ts',
  },
  'limits.operation.deadlineMs': {
    exceeded:
      'TIMEOUT; a mutation past its first commit completes; a payment callback: SERVICE_UNAVAILABLE',
    test: 'gateway/limits.test.ts',
  },
  'limits.operation.answerReadSeconds': {
    exceeded: 'the connection is cut',
    test: 'gateway/http/slow-readers.test.ts',
  },
  'limits.streams.perProcess': {
    exceeded: 'SERVICE_UNAVAILABLE',
    test: 'gateway/live-updates/refusals.test.ts',
  },
  'limits.streams.perViewer': {
    exceeded: 'RATE_LIMITED',
    test: 'gateway/live-updates/refusals.test.ts',
  },
  'limits.streams.heartbeatSeconds': { exceeded: 'a comment is sent' },
  'limits.streams.slowReaderSeconds': {
    exceeded: 'the connection is cut',
    test: 'gateway/live-updates/index.test.ts',
  },
  'limits.overload.running': {
    exceeded: 'they wait: changes are served first, then reads, then reports',
    test: 'gateway/operation/admission.test.ts',
  },
  'limits.overload.waiting': {
    exceeded: 'SERVICE_UNAVAILABLE',
    test: 'platform/resilience/priority-admission.test.ts',
  },
  'resilience.silenceMs': {
    exceeded: 'the service is asked whether it is ready; without an answer it is not called',
    test: 'platform/remote/silence-breaker.test.ts',
  },
  'resilience.retriesPercent': {
    exceeded: 'the call fails as if there were no other instance',
    test: 'platform/remote/instances/retry-budget.test.ts',
  },
  'resilience.breakerFailures': {
    exceeded: 'it is not called for a while',
    test: 'platform/resilience/breaker.test.ts',
  },
  'database.clockOffsetSecondsMax': {
    exceeded: '`/ready` says `warn`, and names `database.clock`',
    test: 'platform/database/answers.test.ts',
  },
  'database.replicas.lagSecondsMax': {
    exceeded: 'the primary answers what the replica would have',
    test: 'platform/database/replicas/replicas.test.ts',
  },
  'database.pool.max': {
    exceeded: 'statements wait for a connection, up to the deadline of the request',
    test: 'platform/database/pool-budget.test.ts',
  },
  'auth.accessTokenMinutes': { exceeded: 'UNAUTHENTICATED' },
  'auth.recentSignInMinutes': {
    exceeded: 'FORBIDDEN with `requires.recentSignIn`: sign in again',
    test: 'subgraphs/users/workflows/recent-sign-in.test.ts',
  },
  'auth.refreshTokenDays': { exceeded: 'SESSION_ENDED' },
  'auth.sessionDays': { exceeded: 'SESSION_ENDED' },
  'auth.staffSessionHours': { exceeded: 'SESSION_ENDED' },
  'auth.expiredSessionDays': {
    exceeded: 'deleted at night',
    test: 'subgraphs/users/internal/forget-expired.test.ts',
  },
  'orders.linesMax': {
    exceeded: 'VALIDATION',
    test: 'subgraphs/orders/operations/place-order.test.ts',
  },
  'orders.quantityMax': {
    exceeded: 'VALIDATION',
    test: 'subgraphs/orders/operations/place-order.test.ts',
  },
  'orders.reservationMinutes': {
    exceeded: 'the stock is released, and the order is REJECTED `timed_out`',
    test: 'subgraphs/orders/workflows/take-over.test.ts',
  },
  'orders.awaitingBuyerMax': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-orders.test.ts',
  },
  'limits.unpaid.unitsMax': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-units.test.ts',
  },
  'limits.unpaid.availablePercent': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-units.test.ts',
  },
  'limits.unpaid.unverifiedPercent': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-units.test.ts',
  },
  'limits.unpaid.paidPercent': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-units.test.ts',
  },
  'limits.unpaid.networkPercent': {
    exceeded: 'RATE_LIMITED',
    test: 'subgraphs/orders/operations/unpaid-network.test.ts',
  },
  'limits.unpaid.endedMinutes': {
    exceeded: 'the units no longer count',
    test: 'subgraphs/orders/operations/unpaid-units.test.ts',
  },
  'orders.awaitingBuyerMinutes': {
    exceeded: 'the order is REJECTED `timed_out`',
    test: 'subgraphs/orders/operations/unpaid-orders.test.ts',
  },
  'orders.decisionWaitMs': { exceeded: 'the order is answered as PENDING, and decided later' },
  'orders.leaseSeconds': {
    exceeded: 'another process takes the order over',
    test: 'subgraphs/orders/workflows/take-over.test.ts',
  },
  'orders.reviewHours': { exceeded: 'the order is REJECTED `timed_out`' },
  'orders.idempotencyKeyDays': {
    exceeded: 'the key is deleted at night',
    test: 'subgraphs/orders/workflows/jobs/expire-keys.test.ts',
  },
  'orders.personalDataDays': {
    exceeded: 'the order is anonymised at night',
    test: 'subgraphs/orders/workflows/jobs/erase-old-orders.test.ts',
  },
  'orders.erasedPaymentDays': {
    exceeded: 'the id is deleted at night',
    test: 'subgraphs/orders/workflows/jobs/finish-erasures.test.ts',
  },
  'orders.erasedAccountDays': {
    exceeded: 'the id of the account is deleted at night, and how an import called it',
    test: 'subgraphs/orders/workflows/jobs/expire-erasures.test.ts',
  },
  'orders.stockMovementDays': {
    exceeded: 'the movement is added to the opening balance at night, and deleted',
    test: 'subgraphs/inventory/internal/forget-movements.test.ts',
  },
  'cache.answers.catalogueSeconds': {
    exceeded: 'the query is executed again',
    test: 'gateway/fast-path/kept-answers.test.ts',
  },
  'cache.answers.stockMs': {
    exceeded: 'the query is executed again',
    test: 'gateway/fast-path/kept-answers.test.ts',
  },
  'cache.data.rowSeconds': {
    exceeded: 'the row is read from the database again',
    test: 'subgraphs/inventory/store/cached-rows.test.ts',
  },
  'cache.data.absentSeconds': { exceeded: 'the database is asked again' },
  'cache.data.checkMs': {
    exceeded: 'changes are read from the database before a cached row is used',
    test: 'subgraphs/inventory/store/cached-rows.test.ts',
  },
  'redis.requestWaitMs': {
    exceeded: 'the request continues without Redis: counted in the process, read from the database',
    test: 'platform/redis/bounded-commands.test.ts',
  },
  'events.streamHours': {
    exceeded: 'the oldest events go',
    test: 'e2e/many-processes/many-processes.test.ts',
  },
  'events.streamEventsMax': {
    exceeded: 'the oldest events go; 100,000 take some 40 MB',
    test: 'e2e/many-processes/many-processes.test.ts',
  },
  'webhooks.giveUpSeconds': {
    exceeded: 'the delivery is FAILED; an endpoint that accepted nothing is disabled',
    test: 'subgraphs/orders/workflows/events/deliver-webhooks.test.ts',
  },
  'webhooks.deadlineMs': {
    exceeded: 'the attempt has failed',
    test: 'platform/webhooks/poster.test.ts',
  },
  'webhooks.concurrencyPerEndpoint': {
    exceeded: 'the other deliveries wait',
    test: 'subgraphs/orders/workflows/events/deliver-webhooks.test.ts',
  },
  'webhooks.logDays': { exceeded: 'deleted at night', test: 'e2e/orders/webhooks.test.ts' },
  'mail.deadlineMs': { exceeded: 'the job has failed, and is tried again' },
  'flags.flagd.deadlineMs': { exceeded: 'the default of the flag holds' },
  'telemetry.profiles.filesMax': {
    exceeded: 'the oldest go',
    test: 'platform/telemetry/late-loop-profiles.test.ts',
  },
};
