import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Viewer } from './viewer';

/** What a signed viewer says: who is asking, in which request, and until when it may be believed. */
export interface SignedViewer {
  readonly viewer: Viewer;
  readonly requestId: string;
}

interface Claim extends SignedViewer {
  readonly expiresAtMs: number;
}

/**
 * A request is passed on at once, so this only has to outlast the clocks of two machines that
 * differ a little.
 */
const lifetimeMs = 60_000;
/** Longer than any viewer is; nothing longer is even looked at. */
const charactersMax = 8_192;

const pattern = /^([\w-]+)\.([\w-]{43})$/;

function signatureOf(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(payload).digest();
}

/**
 * A viewer as it travels between processes of the system: `<payload>.<HMAC-SHA256>`, both in
 * base64url, good for a minute.
 */
export function signViewer(signed: SignedViewer, secret: string, nowMs = Date.now()): string {
  const { viewer, requestId } = signed;
  const claim: Claim = { viewer, requestId, expiresAtMs: nowMs + lifetimeMs };
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${payload}.${signatureOf(payload, secret).toString('base64url')}`;
}

/**
 * @param secrets those that are believed, the likeliest first.
 * @returns what was signed; null when it is forged, altered, expired or no such text.
 */
export function readViewer(
  text: string | undefined,
  secrets: readonly string[],
  nowMs = Date.now(),
): SignedViewer | null {
  if (text === undefined || text.length > charactersMax) return null;
  const [, payload, signature] = pattern.exec(text) ?? [];
  if (payload === undefined || signature === undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const isOurs = secrets.some((secret) => timingSafeEqual(given, signatureOf(payload, secret)));
  if (!isOurs) return null;
  // What carries our signature was written by us: its shape needs no check.
  const claim = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claim;
  if (claim.expiresAtMs <= nowMs) return null;
  return { viewer: claim.viewer, requestId: claim.requestId };
}
