import { expect, test, vi } from 'vitest';
import { ValidationError } from '../../../platform/graphql/errors';
import { changeByKey, changeWithRetries } from './changing';

const order = { id: 'order' };
const caller = { signal: new AbortController().signal };
const refusal = () => new ValidationError([{ path: ['lines'], message: 'Nothing is left.' }]);

test('a refusal gives way to what the same key did in between', async () => {
  let isUsed = false;
  const answer = await changeByKey<object>(
    caller,
    async () => (isUsed ? order : null),
    async () => {
      // Another request with the key ships the order before this one reads it.
      isUsed = true;
      return refusal();
    },
  );
  expect(answer).toBe(order);
});

test('a refusal is final if the key was not used', async () => {
  const begin = async () => refusal();
  expect(await changeByKey<object>(caller, async () => null, begin)).toBeInstanceOf(
    ValidationError,
  );
});

test('a change that loses ten times asks the caller to retry later', async () => {
  await expect(changeWithRetries(caller, async () => null)).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
});

test('a change is not begun again once its caller has left', async () => {
  const left = new AbortController();
  const change = vi.fn(async () => {
    left.abort();
    return null;
  });
  await expect(changeWithRetries(left, change)).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  expect(change).toHaveBeenCalledTimes(1);
});
