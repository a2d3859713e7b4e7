import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NodeXhr } from './testing/node-xhr';
import { eventOf, scriptedApi, stream } from './testing/scripted-api';

beforeEach(() => {
  vi.stubGlobal('XMLHttpRequest', NodeXhr);
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('a caller who has left opens no connection, as the session is read before it', async () => {
  const { url, received } = await scriptedApi(() => ({ body: {} }));
  const { xhrStream } = await import('./stream.js');
  const signal = AbortSignal.abort(new Error('left'));
  const opened = xhrStream({ url, headers: {}, body: '{}', signal });
  await expect(opened).rejects.toThrow('left');
  expect(received).toEqual([]);
});

test('a caller who leaves while it works on a message gets its own reason', async () => {
  const { url } = await scriptedApi(() => stream(eventOf(1), () => undefined));
  const { createClient, WatchOrder } = await import('./index.js');
  const leaving = new AbortController();
  const watched = createClient({ url, live: { transport: 'xhr' } }).watch(
    WatchOrder,
    { id: '1' },
    { signal: leaving.signal },
  );
  const follow = async () => {
    for await (const _order of watched) leaving.abort(new Error('left'));
  };
  await expect(follow()).rejects.toThrow('left');
});
