import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSchema, parse, validate } from 'graphql';
import { Agent } from 'undici';
import { afterAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { ComparedAnswers, catalogue, offer } from './compared-answers';

const agent = new Agent();
afterAll(() => agent.destroy());

const serving = async (listener: RequestListener) => (await serveForTest(listener)).url;

/** A shop with one product; the total of its quote depends on the number of the request. */
const shop = (total: (request: number) => string) => {
  let requests = 0;
  return serving(async (request, response) => {
    const { sku } = JSON.parse(await text(request)).variables;
    const product = { sku: 'A-1', price: { amount: '9.99', currency: 'EUR' } };
    const quote = { __typename: 'Quote', total: { amount: total(requests) } };
    requests += 1;
    const data = sku === 'A-1' ? { product, quote } : { products: { nodes: [product] } };
    response.end(JSON.stringify({ data }));
  });
};

async function compare(before: string, after: string, expected: string[] = []) {
  const said: string[] = [];
  const log = (line: string) => void said.push(line);
  const versions = { before, after, dispatcher: agent, expected, pauseMs: 10, log };
  const compared = new ComparedAnswers(versions);
  const reason = await compared.run(new AbortController().signal);
  return { reason, said };
}

const good = () => shop(() => '19.98');

test.each([
  ['the catalogue', catalogue],
  ['an offer', offer],
])('%s is a valid query of the public schema', (_what, text) => {
  const schema = buildSchema(
    readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'),
  );
  expect(validate(schema, parse(text))).toEqual([]);
});

describe('a new version', () => {
  test('that answers the same stays', async () => {
    expect(await compare(await good(), await good())).toEqual({ reason: null, said: [] });
  });

  test('that quotes another total is rolled back', async () => {
    const { reason, said } = await compare(await good(), await shop(() => '0.00'));
    expect(reason).toBe('its answers differ: quote.total.amount: "19.98" became "0.00"');
    expect(said).toEqual(['difference: quote.total.amount: "19.98" became "0.00"']);
  });

  test('that does so by intention stays, and the difference is shown', async () => {
    const other = await shop(() => '18.00');
    const { reason, said } = await compare(await good(), other, ['quote.total']);
    expect(reason).toBeNull();
    expect(said).toEqual(['difference: quote.total.amount: "19.98" became "18.00", as expected']);
  });

  test('that has an old answer for a moment stays', async () => {
    const stale = await shop((request) => (request < 3 ? '17.00' : '19.98'));
    expect(await compare(await good(), stale)).toEqual({ reason: null, said: [] });
  });

  test('that fails is rolled back', async () => {
    const failing = await serving((_request, response) => response.writeHead(503).end());
    const { reason } = await compare(await good(), failing);
    expect(reason).toContain('its answers differ: answer: data became {"answer":"HTTP 503"}');
  });
});

test('prices that change all the time in the previous version say nothing', async () => {
  const changing = await shop((request) => String(request));
  expect((await compare(changing, await good())).reason).toBeNull();
});

test('a previous version that refuses such reads is not compared, which is said once', async () => {
  const refusal = { errors: [{ extensions: { code: 'PERSISTED_QUERY_REQUIRED' } }] };
  const strict = await serving((_request, response) =>
    response.writeHead(400).end(JSON.stringify(refusal)),
  );
  const { reason, said } = await compare(strict, await good());
  expect(reason).toBeNull();
  expect(said).toEqual([
    'answers are not compared: the previous version answers {"answer":"HTTP 400 PERSISTED_QUERY_REQUIRED"}',
  ]);
});
