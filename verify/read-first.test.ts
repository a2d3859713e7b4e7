import { expect, test } from 'vitest';
import type { ServiceCall } from '../platform/graphql/service-call';
import type { LedgerEntry } from './facts';
import { readFirst } from './read-first';
import { sourcesOf } from './sources';
import { Tally } from './tally';
import { verify } from './verify';

const [lost, placedSince] = [
  '019a0000-0000-7000-8000-000000000001',
  '019a0000-0000-7000-8000-000000000002',
];

const paid = (orderId: string): LedgerEntry => ({
  orderId,
  kind: 'authorization',
  amountMinor: 1_000n,
  currency: 'EUR',
});

/** A copy of databases in which there is nothing. */
const emptyCopy: ServiceCall = async <Data>(query: string): Promise<Data> => {
  if (query.includes('stockFacts')) return { rows: { lastSku: null, levels: [] } } as Data;
  if (query.includes('auditChain')) return { rows: { checked: 0, next: null, faults: [] } } as Data;
  return { rows: [] } as Data;
};

test('only payments of the first reading must be those of an order in the copy', async () => {
  const payments = [paid(lost)];
  const living = {
    async *entries() {
      yield* payments;
    },
  };
  const ledger = await readFirst(living);
  payments.push(paid(placedSince));
  const found: string[] = [];
  const rooms = { orders: emptyCopy, inventory: emptyCopy, users: emptyCopy };
  for await (const { kind, subject } of verify(sourcesOf({ ...rooms, ledger }), 0, new Tally())) {
    found.push(`${kind} ${subject}`);
  }
  ledger.close();
  expect(found).toEqual([`payment.unknown_order order ${lost}`]);
});
