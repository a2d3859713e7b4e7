import type { Viewer } from '../../platform/auth/viewer';
import { assertNever } from '../../platform/values/assert-never';

/** By whom requests are counted: an API key by itself. */
export function viewerKeyOf(viewer: Viewer): string {
  return viewer.kind === 'apiKey' ? `key:${viewer.keyId}` : accountKeyOf(viewer);
}

/** Who answers for a viewer: all API keys of an account are one with it. */
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
