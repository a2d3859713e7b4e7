import { expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { reviewsRoom } from '../testing/reviews-room';

const room = openForFile(reviewsRoom);

it('counts the reviews of one product, hidden ones too', async () => {
  await room.given({ sku: 'TEA', stars: 5, text: 'Good' });
  await room.given({ sku: 'TEA', stars: 1, text: 'Rude words', isHidden: true });
  await room.given({ sku: 'CUP', stars: 3, text: 'A cup' });
  const count = (sku: string) => room.call('query ($sku: ID!) { reviewCount(sku: $sku) }', { sku });
  expect(await count('TEA')).toEqual({ reviewCount: 2 });
  expect(await count('POT')).toEqual({ reviewCount: 0 });
});
