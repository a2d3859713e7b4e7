import type { Claimant } from './claimant';

/**
 * The caller of a request. The gateway creates it from the token or key and passes it to the
 * subgraphs; rules read the viewer, never a header.
 */

/** A key of a server that renders pages for visitors who are not signed in. */
export interface StorefrontKey {
  readonly keyId: string;
  /** The owner. His roles do not matter to the key. */
  readonly userId: string;
  readonly quotaPerMinute: number | null;
}

/** A client that is not signed in, identified by its network address. */
export interface AnonymousViewer {
  readonly kind: 'anonymous';
  readonly address: string;
  /** Set if a storefront asks for the visitor at `address`. */
  readonly storefront?: StorefrontKey;
  /** The device token that the client sent; it is not verified yet. */
  readonly deviceToken?: string;
}

/** A person with an access token. */
export interface UserViewer {
  readonly kind: 'user';
  readonly userId: string;
  /** Roles from the token, which may be older than the last change of roles. */
  readonly roles: readonly string[];
  /** Generation of the token; if it is lower than the account's, the session has ended. */
  readonly generation: number;
  /** When the session was signed in to, however often it was refreshed; absent if unknown. */
  readonly signedInAtMs?: number | undefined;
  readonly address: string;
}

/** A program that acts as its owner, restricted to the scopes of its key. */
export interface ApiKeyViewer {
  readonly kind: 'apiKey';
  readonly userId: string;
  readonly keyId: string;
  /** Which of the key's secrets was sent, as rotation ends some of them. It does not reveal the secret. */
  readonly secretId: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly quotaPerMinute: number | null;
  readonly address: string;
}

/** The system itself, with the id of what caused the call. */
export interface SystemViewer {
  readonly kind: 'system';
  readonly cause: string;
}

export type Viewer = AnonymousViewer | UserViewer | ApiKeyViewer | SystemViewer;

/** The account that the viewer acts as; null for anonymous clients and the system. */
export function userIdOf(viewer: Viewer): string | null {
  return viewer.kind === 'user' || viewer.kind === 'apiKey' ? viewer.userId : null;
}

/** The id of the API key that was sent; null if there was none. */
export function keyIdOf(viewer: Viewer): string | null {
  if (viewer.kind === 'apiKey') return viewer.keyId;
  return viewer.kind === 'anonymous' ? (viewer.storefront?.keyId ?? null) : null;
}

/** The client's network address as rate limits count it; null for the system. */
export function networkAddressOf(viewer: Viewer): string | null {
  return viewer.kind === 'system' ? null : viewer.address;
}

/** The token that the client's device sent; undefined if there was none. */
export function deviceTokenOf(viewer: Viewer): string | undefined {
  return viewer.kind === 'anonymous' ? viewer.deviceToken : undefined;
}

/** Who the queue of passwords counts a viewer as, without an account. */
export function claimantOf(viewer: Viewer): Claimant {
  const storefrontKey = viewer.kind === 'anonymous' ? viewer.storefront?.keyId : undefined;
  return {
    address: networkAddressOf(viewer),
    account: null,
    ...(storefrontKey === undefined ? {} : { storefrontKey }),
  };
}

/** Whether the viewer holds one of the roles. A key holds its owner's. */
export function hasRole(viewer: Viewer, ...anyOf: readonly string[]): boolean {
  if (viewer.kind !== 'user' && viewer.kind !== 'apiKey') return false;
  return viewer.roles.some((role) => anyOf.includes(role));
}

/** Whether a key has the scope. People need none: their roles decide. */
export function scopeAllows(viewer: Viewer, scope: string): boolean {
  return viewer.kind !== 'apiKey' || viewer.scopes.includes(scope);
}

/** The viewer's name in the audit log and timelines: `User:<id>`, `ApiKey:<id>` or `system`. */
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
