import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { startByteSubgraphs } from '../../bench/gateway/subgraphs';
import { freePort } from '../../platform/testing/free-port';
import { openForFile } from '../../platform/testing/open-for-file';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { messageOf } from '../program/results';
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

const folder = folderForFile();
const subgraphs = openForFile(startByteSubgraphs, async (opened) => opened.close());

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

/** Its names are those of the shop, and mean something else. */
const namesake = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar DateTime
  type Query { product(sku: ID!): Product }
  type Product @key(fields: "sku") { sku: ID!  name: String! }
  type Mutation { login(at: DateTime!): String }`;

test('takes no name of a supergraph of others for one of the shop', async () => {
  let calls = 0;
  const { url } = await serveForTest((request, response) => {
    request.resume().on('end', () => {
      calls += 1;
      const data = { product: { sku: 'a', name: `Name ${calls}` }, login: 'welcome' };
      response.end(JSON.stringify({ data, errors: null }));
    });
  });
  const composed = composeServices([{ name: 'namesake', url, typeDefs: parse(namesake) }]);
  const supergraph = fileOf('namesake.graphql', String(composed.supergraphSdl));
  const gateway = await startAlone({ supergraph, port: await freePort(), executor: 'compiled' });
  try {
    for (let time = 1; time <= 3; time += 1) {
      expect(await ask(gateway.url, { query: '{ product(sku: "a") { name } }' })).toMatchObject({
        data: { product: { name: `Name ${time}` } },
      });
    }
    const login = 'mutation ($at: DateTime!) { login(at: $at) }';
    // The shop allows 60 sign-ins a minute, and its DateTime is RFC 3339.
    for (let time = 1; time <= 61; time += 1) {
      expect(await ask(gateway.url, { query: login, variables: { at: 'today' } })).toMatchObject({
        data: { login: 'welcome' },
      });
    }
  } finally {
    await gateway.stop();
  }
});

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
  const missing = await startAlone({ supergraph, port: 0, executor: 'compiled' }).catch(messageOf);
  expect(missing).toBe(`There is no file or folder ${supergraph}.`);
});
