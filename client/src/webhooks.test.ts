import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verifyWebhook, type WebhookDelivery } from './webhooks';

const secret = `whsec_${Buffer.from('a secret of the endpoint').toString('base64')}`;
const older = `whsec_${Buffer.from('the secret before that').toString('base64')}`;
const at = new Date('2026-11-24T12:00:00.000Z');
const event = {
  type: 'order.shipped',
  timestamp: at.toISOString(),
  data: { orderId: '1', number: 'A-1', status: 'SHIPPED', version: 4 },
};
const body = JSON.stringify(event);

const headersOf = (signature: string) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at.getTime() / 1_000),
  'webhook-signature': signature,
});

/** The headers that the reference implementation sends. */
const signed = (by = secret, text = body) => headersOf(new Webhook(by).sign('msg_1', at, text));

const verify = (delivery: Partial<WebhookDelivery> = {}) =>
  verifyWebhook({ secret, headers: signed(), body, now: at, ...delivery });

describe('a delivery is read', () => {
  test('as the reference implementation signs it', async () => {
    expect(await verify()).toEqual({ id: 'msg_1', ...event });
  });

  test.each<[string, Partial<WebhookDelivery>]>([
    ['with Headers', { headers: new Headers(signed()) }],
    [
      'with headers in another case',
      {
        headers: Object.fromEntries(
          Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value]),
        ),
      },
    ],
    ['as bytes', { body: new TextEncoder().encode(body) }],
    ['with one of two secrets', { secret: [older, secret] }],
    [
      'with one of two signatures',
      {
        headers: headersOf(
          `${signed(older)['webhook-signature']} ${signed()['webhook-signature']}`,
        ),
      },
    ],
    ['five minutes later', { now: new Date(at.getTime() + 300_000) }],
  ])('%s', async (_how, delivery) => {
    expect(await verify(delivery)).toMatchObject({ id: 'msg_1', type: 'order.shipped' });
  });

  test('with text that is not ASCII', async () => {
    const text = JSON.stringify({ ...event, data: { ...event.data, number: 'Größe-✓' } });
    const delivery = await verify({ headers: signed(secret, text), body: text });
    expect(delivery.data.number).toBe('Größe-✓');
  });
});

describe('a delivery is refused', () => {
  const signature = signed()['webhook-signature'];

  test.each<[string, Partial<WebhookDelivery>, string]>([
    ['with another body', { body: body.replace('SHIPPED', 'REFUNDED') }, 'WEBHOOK_SIGNATURE'],
    ['with another id', { headers: { ...signed(), 'webhook-id': 'msg_2' } }, 'WEBHOOK_SIGNATURE'],
    ['with another secret', { secret: older }, 'WEBHOOK_SIGNATURE'],
    [
      'with a shortened signature',
      { headers: headersOf(signature.slice(0, -6)) },
      'WEBHOOK_SIGNATURE',
    ],
    ['with a signature that is not Base64', { headers: headersOf('v1,%%%') }, 'WEBHOOK_SIGNATURE'],
    [
      'of another version only',
      { headers: headersOf(signature.replace('v1,', 'v2,')) },
      'WEBHOOK_HEADERS',
    ],
    ['without headers', { headers: {} }, 'WEBHOOK_HEADERS'],
    ['later', { now: new Date(at.getTime() + 301_000) }, 'WEBHOOK_TIMESTAMP'],
    ['from the future', { now: new Date(at.getTime() - 301_000) }, 'WEBHOOK_TIMESTAMP'],
  ])('%s', async (_how, delivery, code) => {
    await expect(verify(delivery)).rejects.toMatchObject({ name: 'WebhookError', code });
  });

  test('by a secret that is none', async () => {
    await expect(verify({ secret: 'whsec_' })).rejects.toThrow(/signing secret/);
  });
});
