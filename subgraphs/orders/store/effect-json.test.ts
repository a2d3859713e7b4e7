import { expect, it } from 'vitest';
import type { OpenedEffect } from '../domain/effect';
import { journalEffects, json } from './effect-json';
import { freshEffect } from './journal-row';

const lines = [{ sku: 'A-1', quantity: 2 }];
const idempotencyKey = 'hash';
const actor = 'User:1';

const opened: OpenedEffect[] = [
  { kind: 'RESERVE', seq: 1, input: null },
  {
    kind: 'SHIP',
    seq: 1,
    input: {
      idempotencyKey,
      lines,
      warehouse: null,
      carrier: 'DHL',
      trackingCode: 'J1',
      trackingUrl: null,
      actor,
    },
  },
  { kind: 'CAPTURE', seq: 1, input: { amountMinor: 9_007_199_254_740_993n } },
  { kind: 'REFUND', seq: 1, input: { idempotencyKey, amountMinor: 1n, actor } },
  { kind: 'RESTOCK', seq: 1, input: { lines: [{ sku: 'A-1', quantity: 1, warehouse: 'BER' }] } },
];

it.each(opened.map((effect) => [effect.kind, effect] as const))(
  'a %s effect is read as it was written',
  (_kind, effect) => {
    const written = freshEffect(effect);
    expect(journalEffects.parse(JSON.parse(json([written]) ?? ''))).toEqual([written]);
  },
);

it('a refused shipment keeps what was short', () => {
  const shortages = [{ sku: 'A-1', requested: 2, available: 1 }];
  const outcome = { shortages };
  const refused = { ...freshEffect(opened[1] as OpenedEffect), state: 'REFUSED', outcome };
  expect(journalEffects.parse([refused])).toEqual([refused]);
});

it('refuses an effect without the parameters of its kind', () => {
  const effect = { ...freshEffect({ kind: 'VOID', seq: 1, input: null }), kind: 'CAPTURE' };
  expect(() => journalEffects.parse([effect])).toThrow();
});
