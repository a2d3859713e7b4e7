import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatewayForFile } from '../testing/running-gateway';
import { demandFreeNames } from './reserved-names';
import { type BothExecutors, bothExecutors, requestOf } from './testing/both-executors';
import { fakeGraph } from './testing/fake-subgraph';
import { gatewayExecutor } from './testing/gateway-executor';
import { library } from './testing/library';

const gateway = gatewayForFile();

const subgraphs = fakeGraph(library).subgraphs(1);
let both: BothExecutors;
beforeAll(async () => {
  both = await bothExecutors();
  both.remember = demandFreeNames;
  both.subgraphs = subgraphs;
});
afterAll(() => both.stop());

describe('an alias is refused that hides', () => {
  test.each([
    ['sku', 'a key', '{ products { sku: name best { onHand } } }'],
    [
      'sku',
      'a key, in a fragment',
      '{ products { ...F best { onHand } } } fragment F on Product { sku: name }',
    ],
    ['weight', 'a required field', '{ products { weight: name shipping } }'],
    ['width', 'a part of a required field', '{ products { size { width: height } parcel } }'],
    [
      'weight',
      'a required field that it would show if the fetch failed',
      '{ products { weight: shipping } }',
    ],
    ['id', 'a key of one type', '{ media { id ... on Film { id: minutes copies } } }'],
  ])('%s: %s', async (name, _what, query) => {
    await expect(both.apollo(requestOf({ query }))).rejects.toThrow(`The alias "${name}" hides`);
  });
});

test.each(['compiled', 'apollo'] as const)(
  'the %s executor refuses an alias of another type, with which the planner fails',
  async (executor) => {
    const run = await gatewayExecutor(executor, both.supergraphSdl, subgraphs);
    const asked = requestOf({ query: '{ products { size: cover { id } parcel } }' });
    await expect(run(asked)).rejects.toMatchObject({
      message: expect.stringContaining('An alias hides a field of the type "Size"'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  },
);

test('a variable is refused that fetches of entities have, where they need it', async () => {
  const query = (selection: string) =>
    `query ($representations: Boolean = true) { products { ${selection} } }`;
  const refused = both.apollo(requestOf({ query: query('shipping(express: $representations)') }));
  await expect(refused).rejects.toThrow('The name of the variable "$representations" is reserved.');
  const used = requestOf({ query: query('name @include(if: $representations)') });
  expect((await both.apollo(used)).errors).toBeUndefined();
});

describe('an alias is a name like others', () => {
  test.each([
    ['of a key that nobody needs', '{ products { sku: name weight } }'],
    ['of the key itself', '{ products { sku: sku name: sku best { onHand } } }'],
    [
      'of a key of another type',
      '{ search { ... on Product { id: name } ... on Film { copies } } }',
    ],
  ])('%s', async (_what, query) => {
    expect((await both.apollo(requestOf({ query }))).errors).toBeUndefined();
  });
});

test('the gateway says so, instead of the key', async () => {
  const orders = 'orders { edges { node { id } } }';
  const { body, status } = await gateway.post({ query: `{ me { id: name ${orders} } }` });
  expect([status, body.errors?.[0]?.extensions.code]).toEqual([200, 'GRAPHQL_VALIDATION_FAILED']);
  const allowed = await gateway.post({ query: '{ me { id: name } }' });
  expect(allowed.body.data).toEqual({ me: { id: 'Ada' } });
});
