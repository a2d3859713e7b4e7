import { expect, test } from 'vitest';
import { createClient, Product } from './index';
import {
  type Reply,
  refusal,
  type Script,
  type ScriptedApi,
  scriptedApi,
} from './testing/scripted-api';

let api: ScriptedApi | undefined;

const product: Reply = { body: { data: { product: { sku: 'A' } } } };
const read = async (script: Script, times: number, persistedOperations = true) => {
  api = await scriptedApi(script);
  const client = createClient({ url: api.url, persistedOperations });
  for (let time = 0; time < times; time += 1) await client.run(Product, { sku: 'A' });
  return api.received.map(({ query, extensions }) => [
    query !== undefined,
    extensions?.persistedQuery.sha256Hash !== undefined,
  ]);
};

test('an operation that the API knows is sent by its hash alone', async () => {
  expect(await read(() => product, 2)).toEqual([
    [false, true],
    [false, true],
  ]);
});

test('one that it does not know is sent once more with its text, and then by its hash', async () => {
  const script: Script = (_, number) =>
    number === 1 ? refusal(200, 'PERSISTED_QUERY_NOT_FOUND') : product;
  expect(await read(script, 2)).toEqual([
    [false, true],
    [true, true],
    [false, true],
  ]);
});

test.each(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED'])(
  'of two calls at once each is sent again with its text after %s',
  async (code) => {
    const script: Script = ({ query }) => (query === undefined ? refusal(200, code) : product);
    api = await scriptedApi(script);
    const client = createClient({ url: api.url });
    const calls = [1, 2, 3].map(() => client.run(Product, { sku: 'A' }));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ sku: 'A' })));
    expect(api.received.map(({ query }) => query !== undefined)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  },
);

test('an API that asks for the text again and again is believed once', async () => {
  const script: Script = () => refusal(200, 'PERSISTED_QUERY_NOT_FOUND');
  await expect(read(script, 1)).rejects.toThrow('PERSISTED_QUERY_NOT_FOUND');
  expect(api?.received.map(({ query }) => query !== undefined)).toEqual([false, true]);
});

test('an API without them, or a client that must not, gets the text', async () => {
  const script: Script = ({ query }) =>
    query === undefined ? refusal(200, 'PERSISTED_QUERY_NOT_SUPPORTED') : product;
  expect(await read(script, 2)).toEqual([
    [false, true],
    [true, false],
    [true, false],
  ]);
  expect(await read(() => product, 1, false)).toEqual([[true, false]]);
});
