import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the sender's clock may be off, and how long a recorded callback could be replayed. */
const toleranceMs = 5 * 60_000;
/** A sender that changes its secret signs with both; more than a few is somebody trying. */
const signaturesMax = 4;

export interface SignedHeaders {
  'webhook-id': string;
  /** Unix seconds. */
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Headers after Standard Webhooks (https://www.standardwebhooks.com): the signature covers id,
 * time and body. The secret's UTF-8 bytes are the key.
 */
export function signCallback(
  secret: string,
  id: string,
  at: Date,
  body: Buffer | string,
): SignedHeaders {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatureOf(secret, id, seconds, body),
  };
}

/** Whether the holder of the secret signed exactly this body, at most five minutes from `now`. */
export function isSignedCallback(
  secret: string,
  headers: Record<string, string | undefined>,
  body: Buffer | string,
  now: Date,
): boolean {
  const id = headers['webhook-id'];
  const seconds = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !seconds || !signatures) return false;
  if (!/^\d{1,12}$/.test(seconds)) return false;
  if (Math.abs(now.getTime() - Number(seconds) * 1000) > toleranceMs) return false;
  const expected = Buffer.from(signatureOf(secret, id, seconds, body));
  return signatures
    .split(' ', signaturesMax)
    .some((signature) => isSameSignature(signature, expected));
}

/** Compares the text, since decoding base64 would forgive what stands behind its end. */
function isSameSignature(signature: string, expected: Buffer): boolean {
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function signatureOf(secret: string, id: string, seconds: string, body: Buffer | string): string {
  const hmac = createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}
