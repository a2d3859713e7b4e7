import { createHmac, timingSafeEqual } from 'node:crypto';

/** Allowed clock skew of the sender, and so the time in which a callback could be replayed. */
const toleranceMs = 5 * 60_000;
/** A sender that rotates its secret signs with both; more than a few signatures are an attack. */
const signaturesMax = 4;

export interface SignedHeaders {
  'webhook-id': string;
  /** Unix seconds. */
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Headers as in Standard Webhooks (https://www.standardwebhooks.com): the signature covers id,
 * time and body. The key is the secret as UTF-8.
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

/** Whether exactly this body was signed with the secret, at most five minutes from `now`. */
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

/** Compares the text, because decoding base64 ignores trailing garbage. */
function isSameSignature(signature: string, expected: Buffer): boolean {
  const received = Buffer.from(signature);
  return received.length === expected.length && timingSafeEqual(received, expected);
}

function signatureOf(secret: string, id: string, seconds: string, body: Buffer | string): string {
  const hmac = createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}
