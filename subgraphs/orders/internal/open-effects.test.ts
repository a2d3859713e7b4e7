import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const shop = shopWith({ sku: 'A-1' });

it('openEffects counts what is not settled', async () => {
  const count = async () => (await shop.askInternal('{ openEffects }')).data;
  await shop.place(person(uuidV7()));
  expect(await count()).toMatchObject({ openEffects: 0 });
  const { id } = await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } });
  expect(await count()).toMatchObject({ openEffects: 2 });
  shop.bank.settle(`order-${id}-authorize`);
  await shop.callback(`order-${id}-authorize`);
  await expect.poll(count).toMatchObject({ openEffects: 0 });
});
