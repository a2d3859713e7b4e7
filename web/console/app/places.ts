import type { Texts } from '../texts/en';
import type { Permission } from './permissions';

/** The pages that the navigation, the command palette and the shortcuts lead to. */
export interface Place {
  readonly to:
    | '/'
    | '/orders'
    | '/products'
    | '/warehouses'
    | '/accounts'
    | '/keys'
    | '/webhooks'
    | '/audit'
    | '/jobs'
    | '/flags'
    | '/account';
  readonly search?: Readonly<Record<string, string>>;
  readonly name: keyof Texts['places'];
  /** G, then this letter. */
  readonly key: string;
  readonly permission: Permission | null;
  readonly group: 'work' | 'integrations' | 'administration';
}

export const places: readonly Place[] = [
  { to: '/', name: 'overview', key: 'h', permission: 'overview', group: 'work' },
  { to: '/orders', name: 'orders', key: 'o', permission: 'orders', group: 'work' },
  {
    to: '/orders',
    search: { attention: 'yes' },
    name: 'attention',
    key: 'r',
    permission: 'allOrders',
    group: 'work',
  },
  { to: '/products', name: 'products', key: 'p', permission: 'products', group: 'work' },
  { to: '/warehouses', name: 'warehouses', key: 's', permission: 'warehouses', group: 'work' },
  { to: '/accounts', name: 'accounts', key: 'c', permission: 'accounts', group: 'work' },
  { to: '/keys', name: 'keys', key: 'k', permission: 'keys', group: 'integrations' },
  { to: '/webhooks', name: 'webhooks', key: 'w', permission: 'webhooks', group: 'integrations' },
  { to: '/audit', name: 'audit', key: 'a', permission: 'administration', group: 'administration' },
  { to: '/jobs', name: 'jobs', key: 'j', permission: 'administration', group: 'administration' },
  { to: '/flags', name: 'flags', key: 'f', permission: 'administration', group: 'administration' },
];
