import { expect, it } from 'vitest';
import { inputHash } from './input-hash';

it('does not depend on the order of fields, or on null and absent fields', () => {
  const one = inputHash({ a: 1, b: { c: [1, 2], d: null } });
  expect(inputHash({ b: { d: undefined, c: [1, 2] }, a: 1 })).toBe(one);
});

it('depends on instants and URLs', () => {
  const [one, other] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'];
  expect(inputHash({ from: new Date(one) })).not.toBe(inputHash({ from: new Date(other) }));
  expect(inputHash({ from: new Date(one) })).toBe(inputHash({ from: one }));
  expect(inputHash({ url: new URL('https://a/') })).not.toBe(
    inputHash({ url: new URL('https://b/') }),
  );
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
