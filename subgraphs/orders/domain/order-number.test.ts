import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, uuidV7 } from '../../../platform/values/uuid';
import { isOrderNumber, orderNumber, readOrderNumber } from './order-number';
import { shardOf, shards } from './shard';

/** Crockford's base32. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const shard = fc.integer({ min: 0, max: shards - 1 });

describe('an order number', () => {
  it('is short, unambiguous, and names its shard', () => {
    fc.assert(
      fc.property(shard, (given) => {
        const number = orderNumber(given);
        expect(number).toHaveLength(13);
        expect(number).not.toMatch(/[ILOU]/);
        expect(isOrderNumber(number)).toBe(true);
        const [first = '', second = '', third = ''] = number;
        const read = [first, second, third].map((each) => digits.indexOf(each));
        expect(read).toEqual([given >> 10, (given >> 5) & 31, given & 31]);
      }),
    );
  });

  it('is read however a person writes it', () => {
    fc.assert(
      fc.property(shard, (given) => {
        const number = orderNumber(given);
        const sloppy = number.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l');
        expect(readOrderNumber(sloppy)).toBe(number);
      }),
    );
    expect(readOrderNumber('3F7-K2M9')).toBeNull();
    expect(readOrderNumber('ZZZ-K2M9-QX4P')).toBeNull();
    expect(readOrderNumber("'; DROP TABLE orders")).toBeNull();
  });

  it('does not repeat', () => {
    const many = new Set(Array.from({ length: 10_000 }, () => orderNumber(0)));
    expect(many.size).toBe(10_000);
  });
});

describe('a shard', () => {
  it('is the same for a customer however the id is written, and is part of the id of an order', () => {
    fc.assert(
      fc.property(fc.uuid(), (customerId) => {
        const hint = shardOf(customerId);
        expect(hint).toBe(shardOf(customerId.toUpperCase()));
        expect(hint >= 0 && hint < shards).toBe(true);
        const id = uuidV7(hint);
        expect(isUuid(id)).toBe(true);
        expect(Number.parseInt(id.slice(15, 18), 16)).toBe(hint);
      }),
    );
  });
});
