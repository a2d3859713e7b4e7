import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const rotate = `mutation ($id: ID!, $overlapSeconds: Int) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on WebhookEndpointCreated { signingSecret endpoint { id } }
  }
}`;

describe('rotateWebhookSecret', () => {
  it('gives another secret, and keeps the old one for the requested time', async () => {
    const { endpoint, signingSecret } = await endpointOf(shop, ada);
    const { id } = endpoint;
    const kept = async (overlapSeconds: number) => {
      const { data } = await shop.ask(ada, rotate, { id, overlapSeconds });
      expect(data.rotateWebhookSecret.signingSecret).toMatch(/^whsec_/);
      expect(data.rotateWebhookSecret.signingSecret).not.toBe(signingSecret);
      const { rows } = await shop.pool.query(
        `SELECT previous_secret IS NOT NULL AND previous_until > now() AS kept
         FROM webhook_endpoints WHERE id = $1`,
        [id],
      );
      return rows[0].kept;
    };
    expect(await kept(3_600)).toBe(true);
    expect(await kept(0)).toBe(false);
  });

  it('refuses an overlap beyond a week, or before now', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    for (const overlapSeconds of [-1, 604_801]) {
      const { codes } = await shop.ask(ada, rotate, { id: endpoint.id, overlapSeconds });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('finds no endpoint of somebody else', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    for (const [viewer, id] of [
      [person(uuidV7(), 'PARTNER'), endpoint.id],
      [ada, 'x'],
    ] as const) {
      const { data } = await shop.ask(viewer, rotate, { id });
      expect(data.rotateWebhookSecret.__typename).toBe('NotFoundError');
    }
  });
});
