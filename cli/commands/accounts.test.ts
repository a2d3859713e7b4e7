import { expect, test } from 'vitest';
import { NotRunningError } from '../program/exit-codes';
import { eraseAll } from './accounts';

const eraseUntil = (failing: string, failure: Error) => async (id: string) => {
  if (id === failing) throw failure;
  return id !== 'unknown';
};

test('an erasure that fails names its account, and those that are erased already', async () => {
  const erasing = eraseAll(
    ['one', 'unknown', 'two', 'last-admin', 'three'],
    eraseUntil('last-admin', new Error('No.')),
  );
  await expect(erasing).rejects.toThrow(
    'last-admin was not erased, nor was any account after it. Erased before it: one, two. No.',
  );
});

test('a shop that does not run is a shop that does not run', async () => {
  const stopped = new NotRunningError('The shop does not run.');
  await expect(eraseAll(['one'], eraseUntil('one', stopped))).rejects.toBe(stopped);
});

test('an account that is named twice is erased once, and is not unknown', async () => {
  const erased = new Set<string>();
  const eraseOne = async (id: string) => !erased.has(id) && Boolean(erased.add(id));
  expect(await eraseAll(['one', 'two', 'one'], eraseOne)).toEqual({
    erased: ['one', 'two'],
    unknown: [],
  });
});
