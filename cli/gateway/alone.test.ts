import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ByteSubgraphs, startByteSubgraphs } from '../../bench/gateway/subgraphs';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { startAlone } from './alone';

const query =
  'query One($id: ID!) { item(id: $id) { name stock variants { sku parts { weight } } } }';
const part = { weight: 250 };
const variant = (id: string) => ({ sku: `SKU-${id}`, parts: [part, part, part] });
const expected = {
  item: {
    name: 'The one that is called a',
    stock: 12,
    variants: [variant('a.0'), variant('a.1'), variant('a.2')],
  },
};

let subgraphs: ByteSubgraphs;
const folder = folderForFile();
beforeAll(async () => {
  subgraphs = await startByteSubgraphs();
});
afterAll(() => subgraphs.close());

const fileOf = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

async function ask(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}

test.each(['compiled', 'apollo'] as const)(
  'serves a supergraph of others, %s',
  async (executor) => {
    const supergraph = fileOf(`${executor}.graphql`, subgraphs.supergraphSdl);
    const gateway = await startAlone({ supergraph, port: await freePort(), executor });
    try {
      // The second time by the fast path.
      for (let time = 0; time < 2; time += 1) {
        expect(await ask(gateway.url, { query, variables: { id: 'a' } })).toMatchObject({
          data: expected,
        });
      }
      expect(await ask(gateway.url, { query: '{ __type(name: "Part") { name } }' })).toMatchObject({
        data: { __type: { name: 'Part' } },
      });
      expect(await ask(gateway.url, { query: '{ nothing }' })).toHaveProperty('errors');
    } finally {
      await gateway.stop();
    }
  },
);

test.each([
  ['no GraphQL', 'type {', 'The supergraph is no GraphQL: '],
  ['a schema of one service', 'type Query { a: Int }', 'The file has no enum join__Graph'],
  [
    'subgraphs without URLs',
    'enum join__Graph { A @join__graph(name: "a", url: "") }',
    'The supergraph has no http:// or https:// URL for the subgraph a.',
  ],
])('says what is wrong with a file that has %s', async (_what, text, message) => {
  const supergraph = fileOf('wrong.graphql', text);
  await expect(startAlone({ supergraph, port: 0, executor: 'compiled' })).rejects.toThrow(message);
});

test('says that there is no file', async () => {
  const supergraph = path.join(folder, 'none.graphql');
  await expect(startAlone({ supergraph, port: 0, executor: 'compiled' })).rejects.toThrow(
    'The supergraph cannot be read: ENOENT',
  );
});
