import { expect, test } from 'vitest';
import { timeOfUuidV7, uuidV7 } from './uuid';

test('the time of a UUIDv7 is that of the example in RFC 9562, appendix A.6', () => {
  const example = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
  expect(timeOfUuidV7(example)).toBe(Date.parse('2022-02-22T14:22:22-05:00'));
});

test('a new UUIDv7 has the time of now, also with a hint', () => {
  const before = Date.now();
  const time = timeOfUuidV7(uuidV7(4095));
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
});

test.each(['919108f7-52d1-4320-9bac-f847db4148a8', '!by hand', ''])('%j has no time', (text) => {
  expect(timeOfUuidV7(text)).toBeNull();
});
