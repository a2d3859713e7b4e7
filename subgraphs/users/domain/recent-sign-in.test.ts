import { expect, test } from 'vitest';
import { isRecentSignIn } from './recent-sign-in';

const nowMs = Date.parse('2026-11-29T12:00:00Z');
const at = (time: string) => Date.parse(`2026-11-29T${time}Z`);
const recent = (signedInAtMs: number | null | undefined, factorSince: Date | null = null) =>
  isRecentSignIn({ signedInAtMs, factorSince, nowMs, minutes: 15 });

test('a sign-in is recent for the given minutes', () => {
  expect(recent(at('12:00:00'))).toBe(true);
  expect(recent(at('11:45:00.001'))).toBe(true);
  expect(recent(at('11:45:00'))).toBe(false);
});

test('a clock that is behind makes no sign-in old', () => {
  expect(recent(at('12:00:02'))).toBe(true);
});

test.each([null, undefined])('an unknown sign-in (%s) is not recent', (unknown) => {
  expect(recent(unknown)).toBe(false);
});

test('a sign-in before the second factor was switched on is not one with it', () => {
  expect(recent(at('11:55:00'), new Date(at('11:55:00.001')))).toBe(false);
  expect(recent(at('11:55:00'), new Date(at('11:55:00')))).toBe(true);
  expect(recent(at('11:40:00'), new Date(at('10:00:00')))).toBe(false);
});
