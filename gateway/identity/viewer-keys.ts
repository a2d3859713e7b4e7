import { keyIdOf, type Viewer } from '../../platform/requests/viewer';
import { assertNever } from '../../platform/values/assert-never';

/** The key that requests are counted by; each API key has its own. */
export function viewerKeyOf(viewer: Viewer): string {
  const keyId = keyIdOf(viewer);
  return keyId === null ? accountKeyOf(viewer) : `key:${keyId}`;
}

/**
 * The account or address responsible for a viewer; API keys count for their account, and visitors
 * of a storefront for their own address.
 */
export function accountKeyOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'anonymous':
      return `address:${viewer.address}`;
    case 'user':
    case 'apiKey':
      return `user:${viewer.userId}`;
    case 'system':
      return 'system';
    default:
      return assertNever(viewer);
  }
}

/** The network address that a viewer calls from. */
export const addressKeyOf = (viewer: Viewer): string =>
  viewer.kind === 'system' ? 'system' : `address:${viewer.address}`;
