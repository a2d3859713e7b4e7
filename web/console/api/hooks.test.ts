import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function load() {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('BroadcastChannel', class {});
  vi.resetModules();
  return await import('./hooks');
}

const [one, other] = [{ key: 1 }, { key: 2 }];
const shown = { key: 1, data: 'rows' };

it('the rows of a filter stay while another one loads, and not if that fails', async () => {
  const { isPrevious, keptOf } = await load();
  expect([isPrevious(undefined, 2), isPrevious(shown, 1), isPrevious(shown, 2)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(keptOf(undefined, { fetching: false, data: 'rows', operation: one })).toEqual(shown);
  expect(keptOf(shown, { fetching: true, operation: one })).toEqual(shown);
  expect(keptOf(shown, { fetching: false, operation: other })).toBeUndefined();
  expect(keptOf(shown, { fetching: false, data: null, operation: other })).toBeUndefined();
});

it('the rows stay if reading them again fails', async () => {
  const { keptOf } = await load();
  expect(keptOf(shown, { fetching: false, operation: one })).toEqual(shown);
});
