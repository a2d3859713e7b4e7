import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const reviewOrder = `mutation ($id: ID!, $approve: Boolean!, $note: String!, $version: Int) {
  reviewOrder(id: $id, approve: $approve, note: $note, expectedVersion: $version) {
    __typename
    ... on UserError { code }
    ... on Order { status statusReason version payment { status } allowedActions
      timeline { type from to actor note } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });
let ada: Viewer;
const clerkId = uuidV7();
const support = person(clerkId, 'SUPPORT');
beforeEach(() => {
  ada = person(uuidV7());
});

async function review(viewer: Viewer, id: string, approve: boolean, given = {}) {
  const variables = { id, approve, note: 'Looked at it', ...given };
  const { data, codes } = await shop.ask(viewer, reviewOrder, variables);
  return { ...data?.reviewOrder, codes };
}

const inReview = () => shop.place(ada, { payment: { token: 'tok_review' } });

const voids = (id: string) =>
  shop.bank.ledger.filter(({ kind, key }) => kind === 'void' && key.includes(id));

const order = (viewer: Viewer, id: string) =>
  shop
    .ask(viewer, '{ order(id: "ID") { status statusReason payment { status } } }'.replace('ID', id))
    .then(({ data }) => data.order);

describe('reviewOrder', () => {
  it('approves: the order is confirmed, and the timeline says by whom and why', async () => {
    const { id } = await inReview();
    const approved = await review(support, id, true);
    expect(approved).toMatchObject({
      status: 'CONFIRMED',
      version: 3,
      payment: { status: 'AUTHORIZED' },
      allowedActions: ['CANCEL'],
    });
    expect(approved.timeline.at(-1)).toEqual({
      type: 'order.confirmed',
      from: 'IN_REVIEW',
      to: 'CONFIRMED',
      actor: `User:${clerkId}`,
      note: 'Looked at it',
    });
    expect(voids(id)).toEqual([]);
  });

  it('rejects: the stock is back when it answers, and the void follows', async () => {
    const before = shop.inventory.available('A-1');
    const { id } = await inReview();
    expect(shop.inventory.available('A-1')).toBe(before - 2);
    const rejected = await review(support, id, false);
    expect(rejected).toMatchObject({ status: 'REJECTED', statusReason: 'review' });
    expect(shop.inventory.available('A-1')).toBe(before);
    await expect.poll(() => voids(id)).toHaveLength(1);
    await expect.poll(async () => (await order(ada, id)).payment.status).toBe('VOIDED');
    expect((await order(ada, id)).statusReason).toBe('review');
  });

  it('answers the same decision again and changes nothing; the other one comes too late', async () => {
    const [yes, no] = [await inReview(), await inReview()];
    for (let times = 0; times < 2; times += 1) {
      expect(await review(support, yes.id, true)).toMatchObject({
        status: 'CONFIRMED',
        version: 3,
      });
      expect(await review(support, no.id, false, { version: 2 })).toMatchObject({
        status: 'REJECTED',
        version: 3,
      });
    }
    expect(await review(support, yes.id, false)).toMatchObject({
      code: 'ORDER_STATE',
      status: 'CONFIRMED',
    });
    expect(await review(support, no.id, true)).toMatchObject({ status: 'REJECTED' });
    const never = await shop.place(ada);
    expect((await review(support, never.id, true)).code).toBe('ORDER_STATE');
  });

  it('decides once where two decide at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await inReview();
      const [yes, no] = await Promise.all([review(support, id, true), review(support, id, false)]);
      expect([yes.code, no.code].sort()).toEqual(['ORDER_STATE', undefined]);
      expect((await order(ada, id)).status).toBe(yes.code ? 'REJECTED' : 'CONFIRMED');
    }
  });

  it('wants a note without a card number, and the version that was read', async () => {
    const { id } = await inReview();
    for (const note of ['', ' ', 'x'.repeat(501), 'card 4111 1111 1111 1111']) {
      expect(await review(support, id, true, { note })).toMatchObject({
        code: 'VALIDATION',
        fields: [{ path: ['note'] }],
      });
    }
    expect(await review(support, id, true, { version: 1 })).toMatchObject({ currentVersion: 2 });
    expect((await review(support, id, true, { version: 2 })).status).toBe('CONFIRMED');
  });

  it('finds no order that does not exist', async () => {
    expect((await review(support, uuidV7(), true)).code).toBe('NOT_FOUND');
    expect((await review(support, 'x', true)).code).toBe('NOT_FOUND');
  });
});

describe('a review that nobody makes', () => {
  it('ends after 72 hours: the order is rejected, its stock and money let go', async () => {
    const before = shop.inventory.available('A-1');
    const [old, young] = [await inReview(), await inReview()];
    await shop.pool.query(
      `UPDATE orders SET decided_at = now() - interval '72 hours 1 minute' WHERE id = $1`,
      [old.id],
    );
    const { workflows } = shop.otherProcess();
    expect(await workflows.expireReviews()).toBe(1);
    expect(await workflows.expireReviews()).toBe(0);
    expect(await order(ada, old.id)).toMatchObject({
      status: 'REJECTED',
      statusReason: 'timed_out',
      payment: { status: 'VOIDED' },
    });
    expect((await order(ada, young.id)).status).toBe('IN_REVIEW');
    expect(shop.inventory.available('A-1')).toBe(before - 2);
    expect((await review(support, old.id, false)).status).toBe('REJECTED');
  });
});
