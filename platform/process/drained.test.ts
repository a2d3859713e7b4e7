import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { drained } from './drained';

test('resolves when the stream takes more or has closed, and leaves no listener on it', async () => {
  const stream = new Writable({
    highWaterMark: 1,
    write: (_piece, _encoding, done) => void setImmediate(done),
  });
  const before = stream.listenerCount('close');
  expect(stream.write('a piece')).toBe(false);
  await drained(stream);
  expect(stream.listenerCount('drain') + stream.listenerCount('close')).toBe(before);
  const closed = drained(stream);
  stream.destroy();
  await closed;
});
