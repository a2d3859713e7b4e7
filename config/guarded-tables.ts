import type { GuardedTables } from '../platform/database/application-role';
import type { SubgraphName } from './subgraphs';

/** Keys and evidence: no single statement of a service may change or delete their rows. */
export const guardedTables: Readonly<Partial<Record<SubgraphName, GuardedTables>>> = {
  users: {
    names: ['account_locks', 'data_keys', 'erasures', 'signing_keys'],
    since: '20261129070000_guarded_rows',
  },
  orders: { names: ['data_keys', 'erased_customers'], since: '20261129070000_guarded_rows' },
};
