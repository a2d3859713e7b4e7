import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, shopForFile } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

describe('createWebhookEndpoint', () => {
  it('gives an endpoint of one’s own, and its secret this once', async () => {
    const created = await endpointOf(shop, ada, { events: ['order.placed', 'order.placed'] });
    expect(created.signingSecret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    expect(created.endpoint).toMatchObject({ events: ['order.placed'], enabled: true });
    const { rows } = await shop.pool.query('SELECT secret FROM webhook_endpoints WHERE id = $1', [
      created.endpoint.id,
    ]);
    expect(rows[0].secret).not.toContain(created.signingSecret.slice('whsec_'.length));
  });

  it('refuses unknown events and invalid targets', async () => {
    const refused = async (given: object) => {
      const { fields } = await endpointOf(shop, ada, given);
      return fields.map(({ path }: { path: string[] }) => path.join('.'));
    };
    expect(await refused({ events: ['order.placed', 'order.eaten'] })).toEqual(['events.1']);
    expect(await refused({ events: [] })).toEqual(['events']);
    expect(await refused({ url: 'ftp://example.com/' })).toEqual(['url']);
    expect(await refused({ url: 'https://user:secret@example.com/' })).toEqual(['url']);
    expect(await refused({ url: `https://example.com/${'x'.repeat(2_048)}` })).toEqual(['url']);
  });

  it('refuses this machine and its network where they are not allowed', async () => {
    const careful = await openShop({ webhooks: { allowPrivateTargets: false } });
    try {
      for (const url of ['http://127.0.0.1/', 'http://[::ffff:10.0.0.1]/', 'http://localhost/']) {
        const { fields } = await endpointOf(careful, ada, { url });
        expect(fields).toEqual([{ path: ['url'], message: expect.stringContaining('network') }]);
      }
      for (const port of [22, 25, 53, 1_023]) {
        const { fields } = await endpointOf(careful, ada, { url: `http://192.0.2.1:${port}/` });
        expect(fields[0]).toEqual({ path: ['url'], message: expect.stringContaining('port') });
      }
      for (const port of [80, 443, 1_024, 8_443]) {
        const made = await endpointOf(careful, ada, { url: `http://1.1.1.1:${port}/` });
        expect(made.__typename).toBe('WebhookEndpointCreated');
      }
    } finally {
      await careful.close();
    }
  });

  it('creates up to the limit, also when they are requested at once', async () => {
    const eve = person(uuidV7(), 'PARTNER');
    const made = await Promise.all(Array.from({ length: 22 }, () => endpointOf(shop, eve)));
    const created = made.filter(({ __typename }) => __typename === 'WebhookEndpointCreated');
    expect(created).toHaveLength(20);
  });

  it('is in the audit log if staff does it', async () => {
    const admin = person(uuidV7(), 'ADMIN');
    const { endpoint } = await endpointOf(shop, admin);
    const { rows } = await shop.pool.query('SELECT action FROM audit_outbox WHERE subject = $1', [
      `WebhookEndpoint:${endpoint.id}`,
    ]);
    expect(rows).toEqual([{ action: 'webhook.create' }]);
  });
});
