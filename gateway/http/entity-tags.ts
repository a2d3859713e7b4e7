import { createHash } from 'node:crypto';

/** The strong entity tag of a body. */
export const entityTag = (body: string | Buffer): string =>
  `"${createHash('sha256').update(body).digest('base64url')}"`;

/**
 * Whether `If-None-Match` names the entity tag, so that the client's copy is current. The
 * comparison is weak (RFC 9110, 13.1.2).
 */
export function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
