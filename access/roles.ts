import {
  hasRole as holdsRole,
  scopeAllows as keyAllows,
  type Viewer,
} from '../platform/requests/viewer';

/** The roles and scopes of this shop. `platform/auth` checks them without knowing their names. */

export const roles = ['CUSTOMER', 'SUPPORT', 'WAREHOUSE', 'PARTNER', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

export const isRole = (name: string): name is Role => (roles as readonly string[]).includes(name);

export const scopes = [
  'ORDERS_READ',
  'ORDERS_WRITE',
  'INVENTORY_READ',
  'INVENTORY_WRITE',
  'WEBHOOKS_MANAGE',
  'STOREFRONT',
] as const;
export type Scope = (typeof scopes)[number];

export const staffRoles: readonly Role[] = ['SUPPORT', 'WAREHOUSE', 'ADMIN'];
const isStaffRole = (role: string): boolean => (staffRoles as readonly string[]).includes(role);

export const hasStaffRole = (held: readonly string[]): boolean => held.some(isStaffRole);

export const withoutStaffRoles = (held: readonly Role[]): Role[] =>
  held.filter((role) => !isStaffRole(role));

/** Whether the viewer holds one of the roles. A key holds its owner's. */
export const hasRole: (viewer: Viewer, ...anyOf: readonly Role[]) => boolean = holdsRole;

/** Whether the viewer is a person or key of the staff; the system counts as staff. */
export const isStaff = (viewer: Viewer): boolean =>
  viewer.kind === 'system' || hasRole(viewer, ...staffRoles);

/** Whether a key has the scope. People need none: their roles decide. */
export const scopeAllows: (viewer: Viewer, scope: Scope) => boolean = keyAllows;
