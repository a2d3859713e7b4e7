import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { customer, reviewsRoom, support } from '../testing/reviews-room';

const room = openForFile(reviewsRoom);

const query = 'query ($id: ID!) { review(id: $id) { stars text headline product { sku } } }';

describe('review', () => {
  it('is a review, with a reference to its product', async () => {
    const id = await room.given({ sku: 'TEA', stars: 5, text: 'Good tea. Every day.' });
    expect((await room.ask(customer, query, { id })).review).toEqual({
      stars: 5,
      text: 'Good tea. Every day.',
      headline: 'Good tea',
      product: { sku: 'TEA' },
    });
  });

  it('is null where there is none', async () => {
    for (const id of ['018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f', 'no id']) {
      expect(await room.ask(customer, query, { id })).toEqual({ review: null });
    }
  });

  it('is null for customers where it is hidden', async () => {
    const id = await room.given({ sku: 'TEA', stars: 1, text: 'Rude words', isHidden: true });
    expect(await room.ask(customer, query, { id })).toEqual({ review: null });
    expect((await room.ask(support, query, { id })).review).toMatchObject({ stars: 1 });
  });
});
