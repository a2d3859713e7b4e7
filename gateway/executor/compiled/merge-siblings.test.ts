import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import type { GraphqlRequest } from '../../../platform/graphql/execute';
import { compiledBy, executorsForFile } from '../testing/both-executors';
import { fakeGraph } from '../testing/fake-subgraph';
import { library } from '../testing/library';

const both = executorsForFile();

/** Runs a query over subgraphs in which nothing goes wrong. @returns its answer and its fetches. */
async function run(query: string) {
  const fetches: Record<string, GraphqlRequest[]> = {};
  both.subgraphs = Object.fromEntries(
    Object.entries(fakeGraph(library).subgraphs(7)).map(([name, subgraph]) => {
      const fetch: typeof subgraph = (request) => {
        fetches[name] = [...(fetches[name] ?? []), request];
        return subgraph(request);
      };
      return [name, fetch];
    }),
  );
  const answer = await compiledBy(both, { isOn: () => true }).run({ query });
  const made = structuredClone(fetches);
  return { answer, made, apollo: (await both.ask({ query })).apollo };
}

const levels = '{ sku shipping levels { place { name } } reviews { body } }';

test('aliases of a field share the fetches of their entities, at every depth', async () => {
  const { answer, made, apollo } = await run(
    `{ a: products ${levels} b: products(first: 3) ${levels} c: product(sku: "n1") ${levels} }`,
  );
  expect(answer).toEqual(apollo);
  expect(Object.values(answer.data ?? {})).toHaveLength(3);
  const single = await run(`{ a: products ${levels} }`);
  for (const [name, requests] of Object.entries(made)) {
    expect([name, requests.length]).toEqual([name, single.made[name]?.length]);
  }
});

test.each([
  ['other fields', '{ a: products { shipping } b: products { parcel } }'],
  ['other arguments', '{ a: products { shipping } b: products { shipping(express: true) } }'],
])('fetches of %s have a list of their own', async (_name, query) => {
  const { answer, made, apollo } = await run(query);
  expect(answer).toEqual(apollo);
  const [{ variables = {} } = {}] = made.stock ?? [];
  expect(Object.keys(variables)).toEqual(['_entities0', '_entities1']);
});

test.each([
  ['that nothing was fetched by', ['_entities', 0], null],
  ['of the list of entities', ['_entities'], null],
])('an error %s is at the first entity of each alias', async (_name, path, data) => {
  const products = [
    { __typename: 'Product', sku: 'a', weight: 1, code: 'c' },
    { __typename: 'Product', sku: 'b', weight: 1, code: 'c' },
  ];
  const error = new GraphQLError('lost', { path });
  both.subgraphs = {
    catalogue: async () => structuredClone({ data: { a: [], b: products, c: products } }),
    stock: async () => ({ data, errors: [error] }),
  };
  const query = '{ a: products { shipping } b: products { shipping } c: products { shipping } }';
  const { errors } = await compiledBy(both, { isOn: () => true }).run({ query });
  expect(errors?.map((one) => one.path)).toEqual([
    ['b', 0],
    ['c', 0],
  ]);
});

test('an error of one entity is at that entity, whichever alias it belongs to', async () => {
  const product = () => ({ __typename: 'Product', sku: 'a', weight: 1, code: 'c' });
  const error = new GraphQLError('lost', { path: ['_entities', 2, 'shipping'] });
  both.subgraphs = {
    catalogue: async () => ({ data: { a: [product()], b: [product(), product()] } }),
    stock: async () => ({
      data: { _entities: [{ shipping: 1 }, { shipping: 2 }, { shipping: null }] },
      errors: [error],
    }),
  };
  const query = '{ a: products { shipping } b: products { shipping } }';
  const { data, errors } = await compiledBy(both, { isOn: () => true }).run({ query });
  expect(errors?.map((one) => one.path)).toEqual([['b', 1, 'shipping']]);
  expect(data).toEqual({ a: [{ shipping: 1 }], b: [{ shipping: 2 }, { shipping: null }] });
});
