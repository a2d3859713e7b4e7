import type { ApolloGateway } from '@apollo/gateway';
import type { ExecutionResult } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Execute } from '../../../platform/graphql/execute';
import { gatewayForFile } from '../../testing/running-gateway';
import { executorsForFile, requestOf, sorted } from '../testing/both-executors';
import { fakeGraph, fortunate } from '../testing/fake-subgraph';
import { gatewayExecutor } from '../testing/gateway-executor';
import { library } from '../testing/library';

const gateway = gatewayForFile();
const graph = fakeGraph(library);
const both = executorsForFile();

describe.each(['compiled', 'apollo'] as const)('by the %s executor', (executor) => {
  let run: ApolloGateway['executor'];
  let subgraphs: Readonly<Record<string, Execute>>;
  beforeAll(async () => {
    const reached = Object.keys(library).map((name): [string, Execute] => [
      name,
      async (request, scope) => (await subgraphs[name]?.(request, scope)) ?? {},
    ]);
    run = await gatewayExecutor(executor, both.supergraphSdl, Object.fromEntries(reached));
  });

  test.each([
    ['a key', '{ products { sku: name best { onHand } } }'],
    [
      'a key, in a fragment',
      '{ products { ...F best { onHand } } } fragment F on Product { sku: name }',
    ],
    ['a key that nobody needs', '{ products { sku: name weight } }'],
    ['a key that is selected, too', '{ products { upc: sku sku: upc name: sku best { onHand } } }'],
    [
      'a key of another type',
      '{ search { ... on Product { id: sku weight } ... on Film { id copies } } }',
    ],
    ['a required field', '{ products { weight: name shipping } }'],
    ['a required field that is hidden', '{ products { code: name shipping } }'],
    ['a required field of another type', '{ products { size: cover { id } parcel } }'],
    ['a part of a required field', '{ products { size { width: height } parcel } }'],
    ['the field that depends on it', '{ products { weight: shipping parcel: weight } }'],
    ['a field of all objects', '{ products { sku: name constructor: sku __proto__: name } }'],
    ['a root field', '{ media: products { sku: name } products: media { id } }'],
    ['what replaces another alias', '{ products { sku: name __alias_sku: upc best { onHand } } }'],
  ])('an alias may have the name of %s', async (_what, query) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      subgraphs = graph.subgraphs(seed);
      const { data, errors } = (await run(requestOf({ query }))) as ExecutionResult;
      const whole = await graph.whole(both.schema, seed)({ query });
      expect(errors).toBeUndefined();
      expect(sorted(data)).toEqual(sorted(whole.data));
    }
  });

  test('errors and missing values have the path that the client knows', async () => {
    const query = '{ media: products { weight: shipping best: name } }';
    const [errors, faults] = [{ errors: 300 }, { broken: 300 }];
    const paths = new Set<string>();
    for (let seed = 1; seed <= 100; seed += 1) {
      for (const one of [errors, faults]) {
        subgraphs = graph.subgraphs(seed, { ...fortunate, ...one });
        const answer = (await run(requestOf({ query }))) as ExecutionResult;
        const missing = answer.extensions?.valueCompletion as ExecutionResult['errors'];
        for (const { path } of [...(answer.errors ?? []), ...(missing ?? [])]) {
          paths.add(String(path?.filter((part) => typeof part === 'string')));
        }
      }
    }
    // The code is not selected: the alias `weight` depends on it.
    expect([...paths].sort()).toEqual(['media', 'media,best', 'media,code', 'media,weight']);
  });
});

test('the gateway answers by them', async () => {
  const orders = 'orders { edges { node { id } } }';
  const { body } = await gateway.post({ query: `{ me { id: name ${orders} } }` });
  expect(body.data).toMatchObject({ me: { id: 'Ada' } });
});
