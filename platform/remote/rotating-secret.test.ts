import { expect, test } from 'vitest';
import { rotatingSecret } from './rotating-secret';

const twentyMinutesMs = 1_200_000;

test('signs with the newest secret, and accepts the previous one for twenty minutes', () => {
  let [secret, nowMs] = ['first', 0];
  const rotating = rotatingSecret(
    () => secret,
    () => nowMs,
  );
  expect(rotating.accepted()).toEqual(['first']);
  secret = 'second';
  expect(rotating.current()).toBe('second');
  expect(rotating.accepted()).toEqual(['second', 'first']);
  nowMs = twentyMinutesMs;
  expect(rotating.accepted()).toEqual(['second', 'first']);
  nowMs = twentyMinutesMs + 1;
  expect(rotating.accepted()).toEqual(['second']);
});

test('may return to an earlier secret', () => {
  let secret = 'first';
  const rotating = rotatingSecret(() => secret);
  secret = 'second';
  rotating.current();
  secret = 'first';
  expect(rotating.accepted()).toEqual(['first', 'second']);
});

test('a secret that cannot change is the only one', () => {
  expect(rotatingSecret('only').accepted()).toEqual(['only']);
});
