import { GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { inventoryCalls } from './inventory';

const { signal } = new AbortController();

/** An inventory of a version that confirms reservations one by one only. */
function earlierInventory() {
  const confirmed: unknown[] = [];
  const call: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
    const field = /(?:confirm|held)Reservations/.exec(query)?.[0];
    if (field) throw new GraphQLError(`Cannot query field "${field}" on type "Mutation".`);
    confirmed.push(variables.orderId);
    return { confirmReservation: 'CONFIRMED' } as Data;
  };
  return { confirmed, calls: inventoryCalls(call) };
}

it('confirms one by one at an inventory of an earlier version', async () => {
  const { calls, confirmed } = earlierInventory();
  await calls.confirm(['a', 'b'], signal);
  expect(confirmed).toEqual(['a', 'b']);
});

it('leaves the expiry to an inventory of an earlier version', async () => {
  const { calls } = earlierInventory();
  expect(await calls.heldReservations(null, { first: 1, seconds: 0 }, signal)).toBeNull();
});

it('passes any other failure on', async () => {
  const calls = inventoryCalls(() => Promise.reject(new Error('It is down.')));
  await expect(calls.confirm(['a'], signal)).rejects.toThrow('It is down.');
  await expect(calls.heldReservations(null, { first: 1, seconds: 0 }, signal)).rejects.toThrow();
});
