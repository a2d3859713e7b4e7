/**
 * Statements over the orders of several customers, and why each is right where orders are in several
 * databases: it is read in each of them and merged by `store/spread`, or a loop of each database runs
 * it for the rows that it has.
 */
export const spanningStatements: Readonly<Record<string, string>> = {
  'cancellation-imports.ts knownOf': 'invoices of the orders of one database, which spread divides',
  'daily-demand.ts demandOf': 'each database counts its days, and spread adds them up',
  'erasures.ts ofErasedCustomers': 'each database erases its own orders',
  'erasures.ts ended': 'each database erases its own orders',
  'erasures.ts forgetPayments': 'each database forgets the payments of its own orders',
  'erasures.ts eraseLateTexts': 'each database erases the texts of its own orders',
  'erasures.ts eraseBulkTexts': 'bulk-texts.ts does it for the orders of other databases',
  'fraud-history.ts page': 'the command reads one database after the other',
  'integrity.ts facts': 'a part: its callers name the orders, or spread merges their pages',
  'integrity.ts orders': 'spread merges the pages by id',
  'integrity.ts keys': 'spread reads one database after the other',
  'open-work.ts openEffects': 'spread adds them up',
  'open-work.ts summary': 'spread adds them up',
  'open-work.ts overdueReviews': 'each database rejects its own reviews',
  'open-work.ts takeOver': 'each database has its own take-over',
  'open-work.ts nextLeaseEnd': 'each database has its own take-over',
  'order-imports.ts digestsOf': 'spread asks every database for the invoices',
  'order-lists.ts isAnyone': 'spread asks every database first, and gives each the answer',
  'order-lists.ts readings': 'a part of a list, of which spread merges the pages',
  'order-lists.ts first': 'spread merges the pages by (placed_at, id)',
  'order-lists.ts bounded': 'spread adds the counts up',
  'order-lists.ts unbounded': 'spread adds the estimates up',
  'order-stats/order-stats.ts selectDayChanges':
    'each database counts its days, and spread adds them up',
  'order-stats/order-stats.ts firstDayFrom': 'spread merges the days',
  'order-stats/sum.ts selectEventChanges':
    'each database counts its events, and spread adds them up',
  'order-stats/sum.ts selectOrderChanges': 'each database counts its days, and spread adds them up',
  'outbox.ts finishBatch': 'each database relays its own events to webhooks of its own owners',
  'placing.ts forgetKeys': 'each database forgets its own keys',
  'sealed-tables.ts read': 'each database encrypts its own addresses, by its own keys',
  'sealed-tables.ts holds': 'each database encrypts its own addresses, by its own keys',
  'webhook-deliveries.ts dueOf': 'each database delivers to its own endpoints',
  'webhook-deliveries.ts take': 'each database delivers to its own endpoints',
  'webhook-deliveries.ts isDue': 'each database delivers to its own endpoints',
  'webhook-deliveries.ts expire': 'each database deletes its own deliveries',
  'webhook-endpoints.ts owners': 'each database asks users about its own owners',
};
