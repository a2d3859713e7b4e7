import type { SubgraphName } from './subgraphs';

/** Keys and evidence: no single statement of a service may change or delete their rows. */
export const guardedTables: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  users: ['account_locks', 'data_keys', 'erasures', 'signing_keys'],
  orders: ['data_keys', 'erased_customers'],
};
