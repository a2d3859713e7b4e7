import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { heapBytes } from '../../platform/testing/heap';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { newExchange } from '../http/exchange';
import { type CompiledExecutor, compiledExecutor } from './compiled/executor';
import type { PlannedOperation } from './compiled/plan';
import { typesOf } from './compiled/types';
import { planCache } from './plan-cache';
import { executorsForFile } from './testing/both-executors';
import { fakeGraph } from './testing/fake-subgraph';
import { library } from './testing/library';

type Executor = ReturnType<CompiledExecutor['over']>;
type Request = Parameters<Executor>[0];

const megabyte = 1024 * 1024;
const bytesMax = 4 * megabyte;
/** Objects of the test itself, and of what has run beside it, that come and go. */
const noiseBytes = megabyte;

const fields = `sku upc name weight genre shipping parcel
  size { width height } cover { id title reviews { body stars: __typename } }
  levels { onHand countedAt place { name visitors { name } } }
  reviews { body author { name } about { id stars } }`;

/** A name that long would keep the text that it was cut out of. */
const longName = 'aNameOfAFieldThatIsLongerThanTwelveCharacters';

/** The largest that the limits allow in one respect each: tokens, text, spread, forms of an answer. */
const largest: Readonly<Record<string, string>> = {
  tokens: `{ ${'__typename '.repeat(990)} products { sku } }`,
  comment: `{ products { ${longName}: sku } } #${'x'.repeat(99_000)}`,
  text: `{ search(text: "${'x'.repeat(99_000)}") { __typename } }`,
  spread: `{ products { ${'...P '.repeat(100)} } } fragment P on Product { ${fields} }`,
  forms: `query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) {
    products { ${fields} name @skip(if: $a) upc @skip(if: $b) weight @skip(if: $c) genre @skip(if: $d) }
  }`,
};

const variablesOf = (form: number) =>
  Object.fromEntries(['a', 'b', 'c', 'd'].map((name, bit) => [name, (form & (1 << bit)) !== 0]));

const both = executorsForFile();
beforeAll(() => {
  both.subgraphs = fakeGraph(library).subgraphs(1);
});

/** The operation as @apollo/gateway reports it. */
async function plannedFor(query: string): Promise<PlannedOperation> {
  const remembered: PlannedOperation[] = [];
  both.remember = (planned) => remembered.push(planned);
  await both.apollo(requestOf(query, query, 0));
  const [planned] = remembered;
  if (!planned) throw new Error(`There is no plan for ${query}.`);
  return planned;
}

const requestOf = (query: string, queryHash: string, form: number): Request =>
  ({
    request: { variables: variablesOf(form) },
    document: parse(query),
    queryHash,
    context: { ...newExchange('r1', ''), exchange: newExchange('r1', '') },
    metrics: {},
  }) as unknown as Request;

/** Gets one operation under many names, each with its own plan and document. */
function filling(query: string, { queryPlan, operationContext }: PlannedOperation) {
  const executor = compiledExecutor({
    dependencies: { fetches: both.fetches, isOfType: typesOf(both.supergraphSdl) },
    isOn: () => true,
    bytesMax,
    operationsMax: 1_000_000,
    logger,
    registry: new Registry(),
  });
  const run = executor.over(async () => {
    throw new Error('It was not compiled.');
  });
  const fill = async (from: number, count: number) => {
    for (let index = from; index < from + count; index += 1) {
      const text = `${query} # ${index}`;
      const document = parse(text);
      const operation = document.definitions[0];
      const fragments = Object.fromEntries(
        document.definitions.flatMap((one) =>
          one.kind === 'FragmentDefinition' ? [[one.name.value, one]] : [],
        ),
      );
      executor.remember({
        queryPlan: structuredClone(queryPlan),
        operationContext: { ...operationContext, operation, fragments },
        requestContext: requestOf(query, String(index), 0),
      } as unknown as PlannedOperation);
      const forms = query.includes('$d') ? 16 : 1;
      for (let form = 0; form < forms; form += 1) await run(requestOf(query, String(index), form));
    }
  };
  return { executor, fill };
}

describe('cached operations', () => {
  test.each(Object.entries(largest))(
    'stays within its bytes where each has the most %s',
    async (_, query) => {
      const planned = await plannedFor(query);
      const { executor, fill } = filling(query, planned);
      await fill(0, 3);
      const bytesOfOne = executor.cachedBytes() / 3;
      const filledBy = Math.ceil(bytesMax / bytesOfOne);
      const before = heapBytes();
      await fill(3, filledBy);
      const full = heapBytes();
      await fill(filledBy + 3, Math.ceil(filledBy / 2));
      const fuller = heapBytes();
      expect(executor.cachedBytes()).toBeLessThanOrEqual(bytesMax);
      expect(executor.cachedBytes()).toBeGreaterThan(bytesMax / 2);
      expect(full - before).toBeLessThan(bytesMax + noiseBytes);
      expect(fuller - full).toBeLessThan(noiseBytes);
    },
  );

  test('are limited in number, without those that need no fetch', async () => {
    const { queryPlan, ...planned } = await plannedFor('{ __typename }');
    expect(queryPlan.node).toBeUndefined();
    const { executor } = filling('{ __typename }', { queryPlan, ...planned });
    executor.remember({ queryPlan, ...planned });
    expect(executor.cachedBytes()).toBe(0);
  });
});

test('plans stay within their bytes, and those without a fetch are not cached', async () => {
  const { queryPlan } = await plannedFor(largest.spread ?? '');
  const cache = planCache(new Registry(), bytesMax);
  await cache.set('empty', { kind: 'QueryPlan' });
  expect(await cache.get('empty')).toBeUndefined();
  const before = heapBytes();
  for (let index = 0; index < 3_000; index += 1) {
    await cache.set(String(index), structuredClone(queryPlan));
  }
  expect(heapBytes() - before).toBeLessThan(bytesMax + noiseBytes);
  expect(await cache.get('2999')).toBeDefined();
  expect(await cache.get('0')).toBeUndefined();
});
