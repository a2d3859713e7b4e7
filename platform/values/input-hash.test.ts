import { expect, it } from 'vitest';
import { inputHash } from './input-hash';

it('does not depend on the order of fields, or on null and absent fields', () => {
  const one = inputHash({ a: 1, b: { c: [1, 2], d: null } });
  expect(inputHash({ b: { d: undefined, c: [1, 2] }, a: 1 })).toBe(one);
});

it('depends on everything else', () => {
  const one = inputHash({ a: 1, b: { c: [1, 2] } });
  const others = [
    { a: '1', b: { c: [1, 2] } },
    { a: 1, b: { c: [2, 1] } },
    { a: 1, b: { c: [1] } },
  ];
  for (const other of others) expect(inputHash(other)).not.toBe(one);
});
