import type { Role, Scope, ViewerFragment } from '../generated/documents';

const staff: readonly Role[] = ['SUPPORT', 'WAREHOUSE', 'ADMIN'];
const everyone: readonly Role[] = [...staff, 'PARTNER', 'CUSTOMER'];

/**
 * What the console offers to whom. The API decides again with each request; see
 * docs/permissions.md.
 */
const allowed = {
  overview: staff,
  orders: everyone,
  /** Search, what needs a person, live changes of all orders. */
  allOrders: staff,
  /** Filter by customer, and the customers themselves. */
  accounts: ['SUPPORT', 'ADMIN'],
  products: everyone,
  stock: [...staff, 'PARTNER'],
  forecasts: staff,
  adjustStock: ['WAREHOUSE', 'ADMIN'],
  editProducts: ['ADMIN'],
  warehouses: ['WAREHOUSE', 'ADMIN'],
  editWarehouses: ['ADMIN'],
  keys: ['PARTNER', 'WAREHOUSE', 'ADMIN'],
  webhooks: ['PARTNER', 'ADMIN'],
  administration: ['ADMIN'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof allowed;

export const rolesWith = (permission: Permission): readonly Role[] => allowed[permission];

export function may(viewer: Pick<ViewerFragment, 'roles'> | null, permission: Permission): boolean {
  const roles = rolesWith(permission);
  return viewer?.roles.some((role) => roles.includes(role)) ?? false;
}

const ordersAndStock = ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ'] as const;

const scopesOf: Readonly<Partial<Record<Role, readonly Scope[]>>> = {
  PARTNER: [...ordersAndStock, 'WEBHOOKS_MANAGE'],
  WAREHOUSE: [...ordersAndStock, 'INVENTORY_WRITE'],
  ADMIN: [...ordersAndStock, 'WEBHOOKS_MANAGE', 'INVENTORY_WRITE', 'STOREFRONT'],
};

/** The scopes that the viewer may give to a key. */
export const scopesFor = (viewer: Pick<ViewerFragment, 'roles'> | null): readonly Scope[] => [
  ...new Set(viewer?.roles.flatMap((role) => scopesOf[role] ?? [])),
];
