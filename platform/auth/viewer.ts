/**
 * Who is asking. The gateway makes a Viewer of the token or key of a request and hands it to the
 * subgraphs; every rule there reads it, none reads a header.
 */

export const roles = ['CUSTOMER', 'SUPPORT', 'WAREHOUSE', 'PARTNER', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  'ORDERS_READ',
  'ORDERS_WRITE',
  'INVENTORY_READ',
  'INVENTORY_WRITE',
  'WEBHOOKS_MANAGE',
] as const;
export type Scope = (typeof scopes)[number];

/** Nobody signed in: known by the network address alone. */
export interface AnonymousViewer {
  readonly kind: 'anonymous';
  readonly address: string;
}

/** A person with an access token. */
export interface UserViewer {
  readonly kind: 'user';
  readonly userId: string;
  /** Those of the token, which may be older than the last change of roles. */
  readonly roles: readonly Role[];
  /** Of the token: lower than the account's, the session has ended. */
  readonly generation: number;
  readonly address: string;
}

/** A program that acts as its owner, cut to the scopes of its key. */
export interface ApiKeyViewer {
  readonly kind: 'apiKey';
  readonly userId: string;
  readonly keyId: string;
  /** Which of the key's secrets was sent: a rotation ends some of them. Tells nothing of it. */
  readonly secretId: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
  readonly quotaPerMinute: number | null;
  readonly address: string;
}

/** The system itself, with the id of what made it act. */
export interface SystemViewer {
  readonly kind: 'system';
  readonly cause: string;
}

export type Viewer = AnonymousViewer | UserViewer | ApiKeyViewer | SystemViewer;

const staffRoles: readonly Role[] = ['SUPPORT', 'WAREHOUSE', 'ADMIN'];

/** The account that the viewer acts as; null for nobody and for the system. */
export function userIdOf(viewer: Viewer): string | null {
  return viewer.kind === 'user' || viewer.kind === 'apiKey' ? viewer.userId : null;
}

/** The network address of the client, as limits count it; null for the system. */
export function networkAddressOf(viewer: Viewer): string | null {
  return viewer.kind === 'system' ? null : viewer.address;
}

/** Whether the viewer holds one of the roles. A key holds its owner's. */
export function hasRole(viewer: Viewer, ...wanted: readonly Role[]): boolean {
  if (viewer.kind !== 'user' && viewer.kind !== 'apiKey') return false;
  return viewer.roles.some((role) => wanted.includes(role));
}

/** Whether the viewer is a person or key of the staff; the system counts as staff. */
export function isStaff(viewer: Viewer): boolean {
  return viewer.kind === 'system' || hasRole(viewer, ...staffRoles);
}

/** Whether a key is not in the way: people may do what their roles allow, keys need the scope. */
export function scopeAllows(viewer: Viewer, scope: Scope): boolean {
  return viewer.kind !== 'apiKey' || viewer.scopes.includes(scope);
}

/** How the audit log and the timeline name the viewer: `User:<id>`, `ApiKey:<id>` or `system`. */
export function actorOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'user':
      return `User:${viewer.userId}`;
    case 'apiKey':
      return `ApiKey:${viewer.keyId}`;
    case 'system':
      return 'system';
    case 'anonymous':
      return 'anonymous';
  }
}
