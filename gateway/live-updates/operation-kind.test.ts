import { expect, test, vi } from 'vitest';
import { operationKinds } from './operation-kind';

const watching = 'subscription Watch { orderUpdated(id: "1") { id } } query Read { me { id } }';
const hashOf = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

function kinds() {
  const find = vi.fn(async (hash: string) => (hash === 'known' ? watching : undefined));
  return { find, kindOf: operationKinds({ tokens: 1_000 }, { find }) };
}

test('an operation sent by hash is looked up once for each of its names', async () => {
  const { find, kindOf } = kinds();
  const sent = (operationName: string) => ({ operationName, extensions: hashOf('known') });
  const names = ['Watch', 'Read', 'Watch', 'Read', 'Other'];
  const found = await Promise.all(names.slice(0, 2).map((name) => kindOf(sent(name))));
  const again = await Promise.all(names.slice(2).map((name) => kindOf(sent(name))));
  expect([...found, ...again]).toEqual([
    'subscription',
    'other',
    'subscription',
    'other',
    'unknown',
  ]);
  expect(find).toHaveBeenCalledTimes(3);
});

test.each([[['Watch']], [{ name: 'Watch' }], [3], [true]])(
  'the name %j is no name, and nothing of it is kept',
  async (operationName) => {
    const { find, kindOf } = kinds();
    expect(await kindOf({ operationName, extensions: hashOf('known') })).toBe('unknown');
    expect(find).not.toHaveBeenCalled();
  },
);
