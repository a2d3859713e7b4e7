import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Viewer } from './viewer';

/** What a signed viewer says: who is asking, in which request, and until when it may be believed. */
export interface SignedViewer {
  readonly viewer: Viewer;
  readonly requestId: string;
}

/** Between whom a signed viewer travels, by the names in their certificates. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

interface Claim extends SignedViewer, Link {
  readonly expiresAtMs: number;
}

/**
 * A request is passed on at once, so this only has to outlast the clocks of two machines that
 * differ a little.
 */
const lifetimeMs = 30_000;
/** A signature is sent again with the other calls of its request, no longer than this. */
const reusedMs = 10_000;
/** Longer than any viewer is; nothing longer is even looked at. */
const charactersMax = 8_192;

const pattern = /^([\w-]+)\.([\w-]{43})$/;

function signatureOf(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(payload).digest();
}

/**
 * A viewer as it travels between processes of the system: `<payload>.<HMAC-SHA256>`, both in
 * base64url, good for half a minute and for one caller and callee.
 */
export function signViewer(
  signed: SignedViewer,
  { from, to }: Link,
  secret: string,
  nowMs = Date.now(),
): string {
  const { viewer, requestId } = signed;
  const claim: Claim = { viewer, requestId, from, to, expiresAtMs: nowMs + lifetimeMs };
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${payload}.${signatureOf(payload, secret).toString('base64url')}`;
}

/** Signs the viewer of a request once for its callee, and sends that with each of its calls. */
export function viewerSigner(link: Link) {
  const signed = new WeakMap<Viewer, { key: string; text: string; untilMs: number }>();
  return (viewer: Viewer, requestId: string, secret: string): string => {
    const key = `${requestId} ${secret}`;
    const known = signed.get(viewer);
    const nowMs = Date.now();
    if (known !== undefined && known.key === key && nowMs < known.untilMs) return known.text;
    const text = signViewer({ viewer, requestId }, link, secret, nowMs);
    signed.set(viewer, { key, text, untilMs: nowMs + reusedMs });
    return text;
  };
}

/**
 * @param link who the caller is by its certificate, and who reads.
 * @param secrets those that are believed, the likeliest first.
 * @returns what was signed; null when it is forged, altered, expired, meant for
 * another link, or no such text.
 */
export function readViewer(
  text: string | undefined,
  link: Link,
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
  if (claim.from !== link.from || claim.to !== link.to) return null;
  if (claim.expiresAtMs <= nowMs) return null;
  return { viewer: claim.viewer, requestId: claim.requestId };
}
