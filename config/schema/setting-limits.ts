/**
 * What happens when a setting that is a limit is exceeded, and the test that shows it, if there is
 * one.
 */
export type SettingLimit = readonly [exceeded: string, test?: string];

/**
 * The settings that are limits, by path: rows of `docs/limits.md`, with value and description from
 * the schema. A test requires that every setting under `limits` is here.
 */
export const settingLimits: Readonly<Record<string, SettingLimit>> = {
  'limits.rate.anonymousPerMinute': ['RATE_LIMITED', 'gateway/operation/rate-limit.test.ts'],
  'limits.rate.userPerMinute': ['RATE_LIMITED', 'gateway/operation/rate-limit.test.ts'],
  'limits.rate.apiKeyPerMinute': ['RATE_LIMITED', 'gateway/operation/rate-limit.test.ts'],
  'limits.rate.storefrontKeyPerMinute': ['RATE_LIMITED', 'gateway/identity/storefront.test.ts'],
  'limits.rate.signInsPerMinute': ['RATE_LIMITED', 'gateway/operation/rate-gate.test.ts'],
  'limits.rate.refreshesPerMinute': ['RATE_LIMITED', 'gateway/operation/rate-gate.test.ts'],
  'limits.rate.costPerField': ['RATE_LIMITED', 'gateway/operation/rate-gate.test.ts'],
  'limits.rate.signInFailuresPerMinute': [
    'RATE_LIMITED, except on a known device; the same limit holds for unknown API keys',
    'subgraphs/users/workflows/sign-in-limits.test.ts',
  ],
  'limits.rate.registrationsPerMinute': [
    'RATE_LIMITED',
    'subgraphs/users/operations/register.test.ts',
  ],
  'limits.rate.passwordResetsPerMinute': [
    'RATE_LIMITED',
    'subgraphs/users/operations/request-password-reset.test.ts',
  ],
  'limits.rate.productUpsertsPerMinute': [
    'RATE_LIMITED',
    'subgraphs/inventory/operations/upsert-products.test.ts',
  ],
  'limits.rate.webhookRedeliveriesPerMinute': [
    'RATE_LIMITED',
    'subgraphs/orders/operations/redeliver-webhook.test.ts',
  ],
  'limits.operation.tokens': ['GRAPHQL_PARSE_FAILED', 'gateway/limits.test.ts'],
  'limits.operation.depth': ['OPERATION_TOO_COMPLEX', 'gateway/limits.test.ts'],
  'limits.operation.aliases': ['OPERATION_TOO_COMPLEX', 'gateway/limits.test.ts'],
  'limits.operation.directives': ['OPERATION_TOO_COMPLEX', 'gateway/limits.test.ts'],
  'limits.operation.rootFields': ['OPERATION_TOO_COMPLEX', 'gateway/limits.test.ts'],
  'limits.operation.cost': ['OPERATION_TOO_COMPLEX', 'gateway/operation/cost.test.ts'],
  'limits.operation.textBytes': ['PAYLOAD_TOO_LARGE', 'gateway/operation/syntax-counts.test.ts'],
  'limits.operation.bodyBytes': ['PAYLOAD_TOO_LARGE', 'gateway/limits.test.ts'],
  'limits.operation.bodyBytesAnonymous': ['PAYLOAD_TOO_LARGE', 'gateway/limits.test.ts'],
  'limits.operation.answerObjects': [
    'OPERATION_TOO_COMPLEX, and `data` is null; the remaining rows are not read',
    'platform/graphql/answer-budget.test.ts',
  ],
  'limits.operation.answerBytes': [
    'OPERATION_TOO_COMPLEX, and `data` is null; also between processes',
    'gateway/executor/answer-limit.test.ts',
  ],
  'limits.operation.deadlineMs': [
    'TIMEOUT; a mutation past its first commit completes; a payment callback: SERVICE_UNAVAILABLE',
    'gateway/limits.test.ts',
  ],
  'limits.operation.answerReadSeconds': [
    'the connection is cut',
    'gateway/http/slow-readers.test.ts',
  ],
  'limits.streams.perProcess': ['SERVICE_UNAVAILABLE', 'gateway/live-updates/refusals.test.ts'],
  'limits.streams.perViewer': ['RATE_LIMITED', 'gateway/live-updates/refusals.test.ts'],
  'limits.streams.heartbeatSeconds': ['a comment is sent'],
  'limits.streams.slowReaderSeconds': [
    'the connection is cut',
    'gateway/live-updates/index.test.ts',
  ],
  'limits.overload.running': [
    'they wait: changes are served first, then reads, then reports',
    'gateway/operation/admission.test.ts',
  ],
  'limits.overload.waiting': [
    'SERVICE_UNAVAILABLE',
    'platform/resilience/priority-admission.test.ts',
  ],
  'resilience.silenceMs': [
    'the service is asked whether it is ready; without an answer it is not called',
    'platform/remote/silence-breaker.test.ts',
  ],
  'resilience.retriesPercent': [
    'the call fails as if there were no other instance',
    'platform/remote/instances/retry-budget.test.ts',
  ],
  'resilience.breakerFailures': [
    'it is not called for a while',
    'platform/resilience/breaker.test.ts',
  ],
  'database.clockOffsetSecondsMax': [
    '`/ready` says `warn`, and names `database.clock`',
    'platform/database/answers.test.ts',
  ],
  'database.replicas.lagSecondsMax': [
    'the primary answers what the replica would have',
    'platform/database/replicas/replicas.test.ts',
  ],
  'database.pool.max': [
    'statements wait for a connection, up to the deadline of the request',
    'platform/database/pool-budget.test.ts',
  ],
  'auth.accessTokenMinutes': ['UNAUTHENTICATED'],
  'auth.recentSignInMinutes': [
    'FORBIDDEN with `requires.recentSignIn`: sign in again',
    'subgraphs/users/workflows/recent-sign-in.test.ts',
  ],
  'auth.refreshTokenDays': ['SESSION_ENDED'],
  'auth.sessionDays': ['SESSION_ENDED'],
  'auth.staffSessionHours': ['SESSION_ENDED'],
  'auth.expiredSessionDays': [
    'deleted at night',
    'subgraphs/users/internal/forget-expired.test.ts',
  ],
  'orders.linesMax': ['VALIDATION', 'subgraphs/orders/operations/place-order.test.ts'],
  'orders.quantityMax': ['VALIDATION', 'subgraphs/orders/operations/place-order.test.ts'],
  'orders.reservationMinutes': [
    'the stock is released, and the order is REJECTED `timed_out`',
    'subgraphs/orders/workflows/take-over.test.ts',
  ],
  'orders.awaitingBuyerMax': ['RATE_LIMITED', 'subgraphs/orders/operations/unpaid-orders.test.ts'],
  'limits.unpaid.unitsMax': ['RATE_LIMITED', 'subgraphs/orders/operations/unpaid-units.test.ts'],
  'limits.unpaid.availablePercent': [
    'RATE_LIMITED',
    'subgraphs/orders/operations/unpaid-units.test.ts',
  ],
  'limits.unpaid.unverifiedPercent': [
    'RATE_LIMITED',
    'subgraphs/orders/operations/unpaid-units.test.ts',
  ],
  'limits.unpaid.paidPercent': ['RATE_LIMITED', 'subgraphs/orders/operations/unpaid-units.test.ts'],
  'limits.unpaid.networkPercent': [
    'RATE_LIMITED',
    'subgraphs/orders/operations/unpaid-network.test.ts',
  ],
  'limits.unpaid.endedMinutes': [
    'the units no longer count',
    'subgraphs/orders/operations/unpaid-units.test.ts',
  ],
  'orders.awaitingBuyerMinutes': [
    'the order is REJECTED `timed_out`',
    'subgraphs/orders/operations/unpaid-orders.test.ts',
  ],
  'orders.decisionWaitMs': ['the order is answered as PENDING, and decided later'],
  'orders.leaseSeconds': [
    'another process takes the order over',
    'subgraphs/orders/workflows/take-over.test.ts',
  ],
  'orders.reviewHours': ['the order is REJECTED `timed_out`'],
  'orders.idempotencyKeyDays': [
    'the key is deleted at night',
    'subgraphs/orders/workflows/jobs/expire-keys.test.ts',
  ],
  'orders.personalDataDays': [
    'the order is anonymised at night',
    'subgraphs/orders/workflows/jobs/erase-old-orders.test.ts',
  ],
  'orders.erasedPaymentDays': [
    'the id is deleted at night',
    'subgraphs/orders/workflows/jobs/finish-erasures.test.ts',
  ],
  'orders.erasedAccountDays': [
    'the id of the account is deleted at night, and how an import called it',
    'subgraphs/orders/workflows/jobs/expire-erasures.test.ts',
  ],
  'orders.stockMovementDays': [
    'the movement is added to the opening balance at night, and deleted',
    'subgraphs/inventory/internal/forget-movements.test.ts',
  ],
  'cache.answers.catalogueSeconds': [
    'the query is executed again',
    'gateway/fast-path/kept-answers.test.ts',
  ],
  'cache.answers.stockMs': [
    'the query is executed again',
    'gateway/fast-path/kept-answers.test.ts',
  ],
  'cache.data.rowSeconds': [
    'the row is read from the database again',
    'subgraphs/inventory/store/cached-rows.test.ts',
  ],
  'cache.data.absentSeconds': ['the database is asked again'],
  'cache.data.checkMs': [
    'changes are read from the database before a cached row is used',
    'subgraphs/inventory/store/cached-rows.test.ts',
  ],
  'redis.requestWaitMs': [
    'the request continues without Redis: counted in the process, read from the database',
    'platform/redis/bounded-commands.test.ts',
  ],
  'events.streamHours': ['the oldest events go', 'e2e/many-processes/many-processes.test.ts'],
  'events.streamEventsMax': [
    'the oldest events go; 100,000 take some 40 MB',
    'e2e/many-processes/many-processes.test.ts',
  ],
  'webhooks.giveUpSeconds': [
    'the delivery is FAILED; an endpoint that accepted nothing is disabled',
    'subgraphs/orders/workflows/events/deliver-webhooks.test.ts',
  ],
  'webhooks.deadlineMs': ['the attempt has failed', 'platform/webhooks/poster.test.ts'],
  'webhooks.concurrencyPerEndpoint': [
    'the other deliveries wait',
    'subgraphs/orders/workflows/events/deliver-webhooks.test.ts',
  ],
  'webhooks.logDays': ['deleted at night', 'e2e/orders/webhooks.test.ts'],
  'mail.deadlineMs': ['the job has failed, and is tried again'],
  'flags.flagd.deadlineMs': ['the default of the flag holds'],
  'telemetry.profiles.filesMax': ['the oldest go', 'platform/telemetry/late-loop-profiles.test.ts'],
};
