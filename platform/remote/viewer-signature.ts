import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../requests/viewer';
import { type Authenticate, hmacSha256 } from '../values/hmac';

/** The content of a signed viewer: who sends which request, and when the signature expires. */
export interface SignedViewer {
  readonly viewer: Viewer;
  readonly requestId: string;
}

/** Caller and callee of a signed viewer, by their certificate names. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

interface Claim extends SignedViewer, Link {
  readonly expiresAtMs: number;
}

/**
 * How long a signature is valid. Requests are forwarded at once, so this only has to cover the
 * clock skew between two machines.
 */
const lifetimeMs = 30_000;
/** How long a signature is reused for further calls of its request. */
const reusedMs = 10_000;
/** The longest text that is read, longer than any viewer. */
const charactersMax = 8_192;

/** More secrets than are ever accepted at the same time. */
const secretsMax = 16;

const pattern = /^([\w-]+)\.([\w-]{43})$/;

const signers = new LRUCache<string, Authenticate>({
  max: secretsMax,
  memoMethod: hmacSha256,
});

const signatureOf = (payload: string, secret: string): string => signers.memo(secret)(payload);

/** Whether two texts of the same length are the same, in a time that does not say where they differ. */
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'));

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
  return `${payload}.${signatureOf(payload, secret)}`;
}

/** Signs the viewer once per request and callee, and reuses the signature for further calls. */
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
 * @param link the caller by its certificate, and the reader.
 * @param secrets the accepted secrets, the most likely first.
 * @returns what was signed; null if it is forged, altered, expired, signed for another link, or
 * malformed.
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
  const isOurs = secrets.some((secret) => isSame(signature, signatureOf(payload, secret)));
  if (!isOurs) return null;
  // The payload was signed by this system, so its shape needs no check.
  const claim = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claim;
  if (claim.from !== link.from || claim.to !== link.to) return null;
  if (claim.expiresAtMs <= nowMs) return null;
  return { viewer: claim.viewer, requestId: claim.requestId };
}
