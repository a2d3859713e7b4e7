import type { RetryPolicy } from './rows';

const isDone = 'it is done';

/** What belongs to an order: its steps, and requests that change it. */
export const retryPoliciesOfOrders: readonly RetryPolicy[] = [
  {
    what: 'a call of a step of the saga, to the provider or inventory',
    pauses: '{firstPauseMs}, growing to {pauseMsMax}',
    until:
      '{retriesMax} retries, or a second before its lease of {orders.leaseSeconds} ends; never after a clear refusal',
    afterwards: 'the effect stays PENDING in the journal (next row); placing answers PENDING',
    file: 'subgraphs/orders/workflows/attempt.ts',
  },
  {
    what: 'an effect of the journal: reserve, authorise, ship, capture, void, release, refund, restock',
    pauses: '{firstPauseMs}, doubled up to {pauseMsMax}',
    until: `${isDone} or refused for good`,
    afterwards:
      'after {attemptsUntilAttention} attempts `Order.attention` is set, and the attempts continue',
    file: 'subgraphs/orders/domain/effect.ts',
    test: 'subgraphs/orders/domain/effect.test.ts',
  },
  {
    what: 'an order whose process died or was paused',
    pauses: 'when its lease of {orders.leaseSeconds} ends; polls every {openWorkPollMs}',
    until: 'it has no due effect',
    afterwards: 'any process takes it over and runs the saga from the top',
    file: 'subgraphs/orders/store/notifications.ts',
    test: 'subgraphs/orders/workflows/take-over.test.ts',
  },
  {
    what: 'the question whether an undecided payment was authorised',
    pauses:
      '4 s, or 16 s while the buyer is at the bank, doubled up to {lookupPauseMsMax}; the callback of the provider comes first as a rule',
    until:
      'the stock is given back: {orders.reservationMinutes}, or {orders.awaitingBuyerMinutes} while the buyer has to act',
    afterwards: 'REJECTED `timed_out`, with RELEASE and VOID',
    file: 'subgraphs/orders/workflows/placing/decisions.ts',
    test: 'subgraphs/orders/operations/unpaid-orders.test.ts',
  },
  {
    what: 'a change of an order that somebody else changed at the same moment',
    pauses: 'none',
    until: '{triesMax} tries',
    afterwards: 'SERVICE_UNAVAILABLE',
    file: 'subgraphs/orders/workflows/changing.ts',
    test: 'subgraphs/orders/workflows/changing.test.ts',
  },
  {
    what: 'drawing an order number that is taken',
    pauses: 'none',
    until: '{numbersTriedMax} numbers',
    afterwards: 'the request fails',
    file: 'subgraphs/orders/store/free-number.ts',
    test: 'subgraphs/orders/store/placing.test.ts',
  },
  {
    what: 'a statement on stock that met a row it could not see',
    pauses: 'none',
    until: '{attemptsMax} attempts',
    afterwards: 'an error; the step of the saga is tried again',
    file: 'subgraphs/inventory/store/statement.ts',
    test: 'subgraphs/inventory/store/reservations-at-once.test.ts',
  },
];

/** Work that no request waits for. */
export const retryPoliciesOfWork: readonly RetryPolicy[] = [
  {
    what: 'a webhook delivery',
    pauses: '{webhooks.retrySeconds} s, then each {webhooks.retryEverySeconds}, each ± 10 %',
    until: '{webhooks.giveUpSeconds} after it was begun, or HTTP 410',
    afterwards:
      'FAILED; an endpoint that accepted nothing in all that time is disabled, its owner gets a mail',
    file: 'subgraphs/orders/domain/webhook.ts',
    test: 'subgraphs/orders/domain/webhook.test.ts',
  },
  {
    what: 'relaying events to the stream, webhooks and live updates',
    pauses:
      'polls every {backstopMs}; a Redis that cannot be reached is left alone for {streamRetryMs}',
    until: isDone,
    afterwards: 'events wait in the outbox',
    file: 'subgraphs/orders/workflows/events/relay-events.ts',
    test: 'subgraphs/orders/workflows/events/relay-events.test.ts',
  },
  {
    what: 'relaying audit entries to users',
    pauses: 'polls every {backstopMs}',
    until: isDone,
    afterwards: 'entries wait in the outbox',
    file: 'platform/audit/relay.ts',
    test: 'subgraphs/orders/store/audit-outbox.test.ts',
  },
  {
    what: 'the nightly jobs `expire-keys`, `expire-webhooks`, `expire-bulk-actions`, `expire-sessions`, `expire-movements`, `expire-erasures`, `finish-erasures` and `erase-old-orders`',
    pauses: '{retryDelaySeconds}, doubled up to {retryDelaySecondsMax}',
    until: '{retriesMax} retries',
    afterwards: 'a dead letter, which an ADMIN retries; the next night runs anyway',
    file: 'subgraphs/orders/workflows/jobs/nightly.ts',
    test: 'subgraphs/orders/workflows/jobs/expire-keys.test.ts',
  },
  {
    what: 'the job `verify`',
    pauses: '{retryDelaySeconds}, doubled up to {retryDelaySecondsMax}',
    until: '{retriesMax} retries',
    afterwards: 'a dead letter',
    file: 'subgraphs/orders/workflows/jobs/verify-shop.ts',
    test: 'subgraphs/orders/workflows/jobs/verify-shop.test.ts',
  },
  {
    what: 'a page of what Stripe lists for `verify`',
    pauses: '{firstPauseMs}, doubled each time',
    until: '{retriesMax} retries',
    afterwards: 'the comparison fails',
    file: 'payments/stripe/movements.ts',
    test: 'payments/stripe/movements.test.ts',
  },
  {
    what: 'the job `back-up`',
    pauses: '{retryDelaySeconds}, doubled up to {retryDelaySecondsMax}',
    until: '{retriesMax} retries',
    afterwards: 'a dead letter; the next hour runs anyway',
    file: 'subgraphs/orders/workflows/jobs/back-up.ts',
  },
  {
    what: 'the job `rotate-signing-keys`',
    pauses: '{retryDelaySeconds}, doubled up to {retryDelaySecondsMax}',
    until: '{retriesMax} retries',
    afterwards: 'a dead letter; the next hour runs anyway',
    file: 'subgraphs/orders/workflows/jobs/rotate-signing-keys.ts',
  },
  {
    what: 'the job `tell-webhook-owner`, a mail',
    pauses: '{retryDelaySeconds}, doubled up to {retryDelaySecondsMax}',
    until: '{retriesMax} retries; an address that the server refuses is given up at once',
    afterwards: 'a dead letter',
    file: 'subgraphs/orders/workflows/jobs/notify-webhook-owner.ts',
    test: 'subgraphs/orders/workflows/jobs/notify-webhook-owner.test.ts',
  },
  {
    what: 'the job `send-account-mail`, a row of users',
    pauses: '{firstPauseSeconds}, doubled up to {pauseSecondsMax}; polls every 30 s',
    until: '{mailAttemptsMax} attempts; an address that the server refuses is given up at once',
    afterwards: 'a dead letter, which an ADMIN retries',
    file: 'subgraphs/users/domain/mail.ts',
    test: 'subgraphs/users/workflows/send-mails.test.ts',
  },
  {
    what: 'reading from users which accounts were erased',
    pauses: 'polls every {backstopMs}, also without a notification',
    until: 'the process stops',
    afterwards: 'the next look begins where the last one ended',
    file: 'subgraphs/orders/workflows/accounts/erase-customers.ts',
    test: 'subgraphs/orders/internal/accounts-erased.test.ts',
  },
  {
    what: 'reading from users which accounts were locked',
    pauses: 'polls every {backstopMs}, also without a notification',
    until: 'the process stops',
    afterwards: 'the next look finds the rest',
    file: 'subgraphs/orders/workflows/accounts/disable-locked-owners.ts',
    test: 'subgraphs/orders/internal/accounts-locked.test.ts',
  },
  {
    what: 'confirming or releasing reservations that are still held',
    pauses: 'polls every {backstopMs}',
    until: 'the process stops',
    afterwards:
      '`order_reservation_reconciliation_failures_total` rises; the next look finds the rest',
    file: 'subgraphs/orders/workflows/reconcile-reservations.ts',
    test: 'subgraphs/orders/workflows/reconcile-reservations.test.ts',
  },
  {
    what: 'rejecting orders that nobody reviewed',
    pauses: 'polls every {backstopMs}',
    until: 'the process stops',
    afterwards: 'the next look finds the rest',
    file: 'subgraphs/orders/workflows/expire-reviews.ts',
    test: 'subgraphs/orders/operations/review-order.test.ts',
  },
  {
    what: 'an order of a bulk action whose result is unknown, because a service does not answer',
    pauses: '{retryMs}, doubled each time, where no order of the turn had a result',
    until: '{attemptsMax} attempts',
    afterwards: 'the order is FAILED with the code of the last error',
    file: 'subgraphs/orders/workflows/run-bulk-actions.ts',
    test: 'subgraphs/orders/workflows/run-bulk-actions.test.ts',
  },
  {
    what: 'counting order statistics of days that are stale',
    pauses: 'polls every {backstopMs}, also without a signal',
    until: 'every day is counted',
    afterwards: '`orderStats` answers SERVICE_UNAVAILABLE for those days',
    file: 'subgraphs/orders/workflows/recount-stats.ts',
    test: 'subgraphs/orders/operations/order-stats.test.ts',
  },
];

/** Connections, processes, and tools. */
export const retryPoliciesElsewhere: readonly RetryPolicy[] = [
  {
    what: 'a read of another process, on a kept connection that turns out to be closed',
    pauses: 'none',
    until:
      'one more time, on a new connection; nothing else whose result is unknown is ever sent twice',
    afterwards: 'SERVICE_UNAVAILABLE',
    file: 'platform/remote/pooled-calls.ts',
    test: 'platform/remote/remote.test.ts',
  },
  {
    what: 'a call of a process that drains, refused with 421 before it was executed, or whose new connection was closed before it was sent',
    pauses: 'none',
    until: '{resendsMax} more times, each on another connection',
    afterwards: 'SERVICE_UNAVAILABLE',
    file: 'platform/remote/limits.ts',
    test: 'platform/remote/drained-connections.test.ts',
  },
  {
    what: 'calls of a payment provider or of inventory that fail one after the other',
    pauses:
      'after {resilience.breakerFailures} faults nobody calls for {resilience.breakerPauseMs}, then one call tries',
    until: 'a call succeeds',
    afterwards: 'callers get `BreakerOpenError` at once; effects are left for later',
    file: 'platform/resilience/breaker.ts',
    test: 'platform/resilience/breaker.test.ts',
  },
  {
    what: 'the question whether a service that answers nothing, or an instance that gets no calls, is ready',
    pauses: '{firstProbePauseMs}, doubled up to {longestProbePauseMs}',
    until: 'it answers',
    afterwards: 'calls of a silent service fail at once with SERVICE_UNAVAILABLE',
    file: 'platform/remote/limits.ts',
    test: 'platform/remote/silence-breaker.test.ts',
  },
  {
    what: 'the connection to Redis',
    pauses: '{retryPauseMs} longer each time, up to {retryPauseMaxMs}',
    until: 'it is open',
    afterwards: 'commands fail at once until then; counters are in memory',
    file: 'platform/redis/client.ts',
    test: 'platform/redis/redis.test.ts',
  },
  {
    what: 'the connection that hears notifications of PostgreSQL',
    pauses: '{firstPauseMs}, doubled up to {pauseMsMax}',
    until: 'it is open',
    afterwards: 'listeners poll until then',
    file: 'platform/database/notifications.ts',
    test: 'platform/database/notifications.test.ts',
  },
  {
    what: 'a process of the system that ends by itself',
    pauses: '{restartPauseMs}, doubled each time',
    until: '{restartsMax} restarts; after {steadyAfterMs} of life they are counted from 0',
    afterwards: 'the system stops',
    file: 'platform/process/supervisor.ts',
  },
  {
    what: 'the payment sandbox, when it ends by itself',
    pauses: '{restartPauseMs}',
    until: '{restartsMax} restarts; after {steadyAfterMs} of life they are counted from 0',
    afterwards: 'the system stops',
    file: 'cli/topology/sandbox.ts',
  },
  {
    what: 'a callback of the payment sandbox',
    pauses: '{firstPauseMs}, doubled up to {pauseMsMax}, with jitter',
    until: '{attemptsMax} attempts or {lifetimeMs}',
    afterwards: 'dropped: orders asks for the authorisation itself',
    file: 'payments/sandbox/callbacks.ts',
    test: 'payments/sandbox/callbacks.test.ts',
  },
  {
    what: 'reading an order for its live updates',
    pauses: '{rereadPauseMs}, or until the minute of the rate limit is over',
    until: 'the stream ends',
    afterwards: 'the latest state is sent',
    file: 'gateway/live-updates/limits.ts',
    test: 'gateway/live-updates/index.test.ts',
  },
  {
    what: 'a comparison of `verify` that does not fit, since everything moves during the comparison',
    pauses: '{pauseMs}',
    until: '{readsMax} reads',
    afterwards: 'it is reported as a disagreement',
    file: 'verify/verify.ts',
  },
];
