import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf } from '../testing/reading-room';
import { anonymous, openShop, person } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const shop = openForFile(openShop);
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

  it('are for PARTNER and ADMIN, and for keys of theirs with the scope', async () => {
    const id = uuidV7();
    expect((await shop.ask(anonymous, list)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await shop.ask(person(id), list)).codes).toEqual(['FORBIDDEN']);
    const key = keyOf(id, ['WEBHOOKS_MANAGE'], 'PARTNER');
    expect((await shop.ask(key, list)).data.webhookEndpoints).toEqual([]);
  });
});
