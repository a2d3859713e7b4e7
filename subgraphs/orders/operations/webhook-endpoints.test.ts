import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const list = '{ webhookEndpoints { id } }';

describe('webhookEndpoints', () => {
  it('are one’s own, oldest first, and nobody else’s', async () => {
    const first = await endpointOf(shop, ada);
    const second = await endpointOf(shop, ada);
    await endpointOf(shop, person(uuidV7(), 'PARTNER'));
    const { data } = await shop.ask(ada, list);
    const ids = [first, second].map(({ endpoint }) => ({ id: endpoint.id }));
    expect(data.webhookEndpoints).toEqual(ids);
  });
});
