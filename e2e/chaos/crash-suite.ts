import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLedger } from './check-ledger';
import type { Plan } from './crash-messages';
import { endings } from './crash-scenarios';
import { CrashWorld, pointOf } from './crash-world';
import type { Facts } from './facts';

/** The deadline for a machine under load. */
const runDeadlineMs = 600_000;

/** A suite of crash points: a process crashes at each, and the order ends as without the crash. */
export function crashSuite(points: readonly Plan[]): void {
  let world: CrashWorld;
  let facts: Facts;

  beforeAll(async () => {
    world = await CrashWorld.open();
    facts = await world.run(points);
  }, runDeadlineMs);
  afterAll(() => world?.close());

  describe('an order over which a process died', () => {
    test.each(points.map((plan) => [pointOf(plan), plan] as const))(
      'ends as if nobody had: %s',
      async (name, { step }) => {
        const one = world.cases.get(name);
        const order = facts.orders.find(({ id }) => id === one?.orderId);
        const [status, ledger, events] = endings[step];
        expect(order?.status).toBe(status);
        const lines = facts.ledger.filter(({ orderId }) => orderId === one?.orderId);
        expect(lines.map(({ kind }) => kind).join(' ')).toBe(ledger);
        expect(await world.timelineOf(one?.orderId)).toBe(events);
        expect(one?.again?.errors).toEqual([]);
      },
    );

    test('leaves money and stock in order', () => {
      expect(world.cases.size).toBe(points.length);
      expect(facts.orders).toHaveLength(points.length);
      expect(checkLedger(facts)).toEqual([]);
    });
  });
}
