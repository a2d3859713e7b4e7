import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import type { CompiledAnswer } from './compiled/executor';
import { shadowDeadlineMs, shadowReads, shadowReadsMax } from './shadow-reads';
import type { SubgraphFetch } from './subgraph-fetch';
import { compiledBy, executorsForFile } from './testing/both-executors';
import { fakeGraph } from './testing/fake-subgraph';
import { library } from './testing/library';

const query = 'query Shelf { products { sku name weight reviews { body } } }';

const both = executorsForFile();
beforeEach(() => {
  both.subgraphs = fakeGraph(library).subgraphs(1);
});

/** The name of each product ends with a text that the fetch adds. */
const renaming =
  (fetch: SubgraphFetch, ending: () => string): SubgraphFetch =>
  async (request, context) => {
    const result = await fetch(request, context);
    const text = JSON.stringify(result).replaceAll(/"name":"([^"]*)"/g, `"name":"$1${ending()}"`);
    return JSON.parse(text);
  };

function shadowed(percent: number, fetches = both.fetches) {
  const registry = new Registry();
  const logged: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void logged.push(JSON.parse(line)) };
  const logger = createLogger({ level: 'warn', pretty: false, name: 'test', destination });
  const comparison = shadowReads({ percent: () => percent, logger, registry });
  const compiled = compiledBy(both, { isOn: () => true, fetches, comparison });
  const outcomes = async () => {
    const { values } = (await registry.getMetricsAsJSON())[0] as unknown as {
      values: { labels: { outcome: string }; value: number }[];
    };
    return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
  };
  return { ...compiled, logged, outcomes };
}

test('reads that both answer alike are counted', async () => {
  const { run, runs, outcomes, logged } = shadowed(100);
  const { data } = await run({ query });
  expect(JSON.stringify(data)).toContain('"name":');
  await run({ query });
  await expect.poll(outcomes).toEqual({ same: 2 });
  expect(runs.apollo).toBe(2);
  expect(logged).toEqual([]);
});

test('a difference is counted and logged with its place, and never with data', async () => {
  const fetches = Object.fromEntries(
    Object.entries(both.fetches).map(([name, fetch]) => [name, renaming(fetch, () => ' (wrong)')]),
  );
  const { run, outcomes, logged } = shadowed(100, fetches);
  await run({ query });
  await expect.poll(outcomes).toEqual({ different: 1 });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ at: 'data.products.0.name', requestId: 'r1' });
  expect(JSON.stringify(logged)).not.toContain('wrong');
});

test('data that changed in between is no difference', async () => {
  let readings = 0;
  const ending = () => {
    readings += 1;
    return ` ${readings}`;
  };
  const fetches = Object.fromEntries(
    Object.entries(both.fetches).map(([name, fetch]) => [name, renaming(fetch, ending)]),
  );
  const { run, outcomes, logged } = shadowed(100, fetches);
  await run({ query });
  await expect.poll(outcomes).toEqual({ changed: 1 });
  expect(logged).toEqual([]);
});

test('mutations are never executed twice', async () => {
  let fetched = 0;
  const fetches = Object.fromEntries(
    Object.entries(both.fetches).map(([name, fetch]) => [
      name,
      async (...[request, context]: Parameters<SubgraphFetch>) => {
        fetched += 1;
        return fetch(request, context);
      },
    ]),
  );
  const { run, runs, outcomes } = shadowed(100, fetches);
  await run({ query: 'mutation { removeProduct(sku: "A-1") }' });
  await run({ query });
  await expect.poll(outcomes).toEqual({ same: 1 });
  expect(runs.apollo).toBe(1);
  expect(fetched).toBe(3);
});

test('queries that are audited or counted are never executed twice', () => {
  const { compare } = shadowReads({ percent: () => 100, logger, registry: new Registry() });
  const comparedBy = (text: string) => {
    const { definitions } = parse(text);
    const [operation, ...fragments] = definitions;
    const apollo = vi.fn(async () => ({}));
    const operationContext = { operation, fragments: { ...fragments } };
    compare({ operationContext, apollo, context: {}, result: {} } as unknown as CompiledAnswer);
    return apollo.mock.calls.length;
  };
  expect(comparedBy('{ orders { totalCount } }')).toBe(1);
  expect(comparedBy('{ orders { totalCount } exportMyData { json } }')).toBe(0);
  expect(comparedBy('{ ...F } fragment F on Query { all: exportOrders { csv } }')).toBe(0);
});

test('nothing is compared at 0 percent', async () => {
  const { run, runs, outcomes } = shadowed(0);
  await run({ query });
  await run({ query });
  expect(await outcomes()).toEqual({});
  expect(runs.apollo).toBe(0);
});

test('at most four reads are compared at the same time, each until its deadline', async () => {
  const { run, outcomes } = shadowed(100);
  const open = Promise.withResolvers<void>();
  const subgraphs = both.subgraphs;
  await run({ query });
  await expect.poll(outcomes).toEqual({ same: 1 });
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  const late = new AbortController();
  timeout.mockReturnValue(late.signal);
  const answers = Array.from({ length: shadowReadsMax + 2 }, () => run({ query }));
  both.subgraphs = Object.fromEntries(
    Object.entries(subgraphs).map(([name, fetch]) => [
      name,
      async (...[request, context]: Parameters<SubgraphFetch>) => {
        if (context.signal === late.signal) await open.promise;
        return fetch(request, context);
      },
    ]),
  );
  await Promise.all(answers);
  expect(timeout.mock.calls).toEqual(
    Array.from({ length: shadowReadsMax }, () => [shadowDeadlineMs]),
  );
  late.abort();
  open.resolve();
  await expect.poll(outcomes).toEqual({ same: 1, failed: shadowReadsMax });
  timeout.mockRestore();
});
