import { expect, test, vi } from 'vitest';
import { NodeXhr } from './testing/node-xhr';
import { scriptedApi } from './testing/scripted-api';

test('a caller who has left opens no connection, as the session is read before it', async () => {
  const { url, received } = await scriptedApi(() => ({ body: {} }));
  vi.stubGlobal('XMLHttpRequest', NodeXhr);
  vi.resetModules();
  try {
    const { xhrStream } = await import('./stream.js');
    const signal = AbortSignal.abort(new Error('left'));
    const opened = xhrStream({ url, headers: {}, body: '{}', signal });
    await expect(opened).rejects.toThrow('left');
    expect(received).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
    vi.resetModules();
  }
});
