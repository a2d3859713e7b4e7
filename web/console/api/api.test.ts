import { afterEach, expect, it, vi } from 'vitest';

const message = (value: object) => `event: next\ndata: ${JSON.stringify(value)}\n\n`;
const complete = 'event: complete\ndata:\n\n';
const changes = 'subscription Changes { ordersChanged { id } }';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What the page learns from these connections, one after the other. */
async function followed(...connections: readonly string[]): Promise<readonly string[]> {
  const left = [...connections];
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('BroadcastChannel', class {});
  vi.stubGlobal('fetch', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    return new Response(left.shift(), { headers });
  });
  vi.resetModules();
  const { subscribe } = await import('./api');
  const learned: string[] = [];
  await new Promise<void>((resolve) => {
    subscribe(
      changes,
      {},
      {
        next: ({ data }) => learned.push(JSON.stringify(data)),
        missed: () => learned.push('missed'),
        connected: (isConnected) => {
          if (!isConnected && left.length === 0) resolve();
        },
      },
    );
  });
  return learned;
}

const one = { data: { ordersChanged: [{ id: '1' }] } };
const two = { data: { ordersChanged: [{ id: '2' }] } };

it('says that changes may be missed between two connections', async () => {
  expect(await followed(message(one), message(two) + complete)).toEqual([
    JSON.stringify(one.data),
    'missed',
    JSON.stringify(two.data),
  ]);
});

it('says that there were more changes than the API can list', async () => {
  const many = { data: { ordersChanged: [] }, extensions: { changesMissed: true } };
  expect(await followed(message(many) + complete)).toEqual(['missed', JSON.stringify(many.data)]);
});
