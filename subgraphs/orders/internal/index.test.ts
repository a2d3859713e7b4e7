import { expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const shop = openForFile(shopWith({ sku: 'A-1' }));

it('is for other services only', async () => {
  const admin = person(uuidV7(), 'ADMIN');
  expect((await shop.askInternal('{ openEffects }', {}, admin)).codes).toEqual(['FORBIDDEN']);
});
