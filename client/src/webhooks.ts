import { WebhookError } from './errors';

/** Headers of a request, in any case: `Headers`, or an object as Node and AWS Lambda have it. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookDelivery {
  /** `signingSecret` of the endpoint. After a rotation, the old one too for the overlap. */
  readonly secret: string | readonly string[];
  readonly headers: WebhookHeaders;
  /** The body as it arrived; parsed and written again it has another signature. */
  readonly body: string | Uint8Array;
  /** How far the timestamp may be from now; 300 by default. */
  readonly toleranceSeconds?: number;
  /** The time now, for recorded deliveries. */
  readonly now?: Date;
}

/** Names of events; later versions may add some. */
export type WebhookEventName =
  | `order.${'placed' | 'confirmed' | 'rejected' | 'in_review' | 'cancelled' | 'shipped'}`
  | `order.${'delivered' | 'refunded'}`
  | 'webhook.test'
  | (string & {});

export interface WebhookEvent {
  /** Stays the same over retries: handle each id once. */
  readonly id: string;
  readonly type: WebhookEventName;
  readonly timestamp: string;
  readonly data: {
    readonly orderId: string;
    readonly number: string;
    readonly status: string;
    readonly version: number;
  };
}

const secretPrefix = 'whsec_';
const defaultToleranceSeconds = 300;

function headerIn(headers: WebhookHeaders, name: string): string {
  if (typeof headers.get === 'function') return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return String((Array.isArray(found) ? found[0] : found) ?? '');
}

/** @returns null if it is not Base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function signedContent(id: string, timestamp: string, body: string | Uint8Array) {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const rest = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const content = new Uint8Array(head.length + rest.length);
  content.set(head);
  content.set(rest, head.length);
  return content;
}

/** Compares in constant time, as `crypto.subtle.verify` does. */
async function isSignedBy(secret: string, signatures: string[], content: Uint8Array<ArrayBuffer>) {
  const raw = bytesOf(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret);
  if (!raw?.length) throw new TypeError('The signing secret is not well formed.');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', raw, algorithm, false, ['verify']);
  for (const signature of signatures) {
    const claimed = bytesOf(signature);
    if (claimed && (await subtle.verify('HMAC', key, claimed, content))) return true;
  }
  return false;
}

/**
 * Verifies a delivery as Standard Webhooks says, and reads its event.
 * @throws WebhookError for anything that the shop did not sign within the tolerance.
 */
export async function verifyWebhook(delivery: WebhookDelivery): Promise<WebhookEvent> {
  const { secret, headers, body, toleranceSeconds = defaultToleranceSeconds } = delivery;
  const id = headerIn(headers, 'webhook-id');
  const timestamp = headerIn(headers, 'webhook-timestamp');
  const signatures = headerIn(headers, 'webhook-signature')
    .split(' ')
    .flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []));
  if (id === '' || !/^\d+$/.test(timestamp) || signatures.length === 0) {
    throw new WebhookError('WEBHOOK_HEADERS', 'The headers of Standard Webhooks are missing.');
  }
  const nowMs = (delivery.now ?? new Date()).getTime();
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookError('WEBHOOK_TIMESTAMP', 'The delivery is too old, or the clock is wrong.');
  }
  const content = signedContent(id, timestamp, body);
  const secrets = typeof secret === 'string' ? [secret] : secret;
  for (const each of secrets) {
    if (!(await isSignedBy(each, signatures, content))) continue;
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    return { id, ...(JSON.parse(text) as Omit<WebhookEvent, 'id'>) };
  }
  throw new WebhookError('WEBHOOK_SIGNATURE', 'No signature matches the body.');
}
