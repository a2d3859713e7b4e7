import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { rawAnswer } from '../testing/raw-answer';
import { answerOf, codeIn, gatewayForFile } from '../testing/running-gateway';
import { hashOf } from './hash';

const folder = folderForFile();
const manifest = path.join(folder, 'manifest.json');
const registered = 'query Mine { me { name } }';
const foreign = '{ product(sku: "a") { name } }';
const extensionsOf = (text: string) => ({
  persistedQuery: { version: 1, sha256Hash: hashOf(text) },
});

const operations = [{ id: hashOf(registered), name: 'Mine', type: 'query', body: registered }];
const format = 'apollo-persisted-query-manifest';
writeFileSync(manifest, JSON.stringify({ format, version: 1, operations }));
const persistedOperations = { manifest, default: 'registered', clients: { free: 'any' } };
const gateway = gatewayForFile({ configuration: { graphql: { persistedOperations } } });

/** GET with a target that `fetch` would not send as it is. */
function raw(target: string): Promise<string> {
  const head = `GET ${target} HTTP/1.1\r\nHost: a\r\nApollo-Require-Preflight: 1\r\nConnection: close\r\n\r\n`;
  return rawAnswer(gateway.url, head);
}

const text = encodeURIComponent(foreign);
const extensions = encodeURIComponent(JSON.stringify(extensionsOf(registered)));

describe('a URL that two parsers would read differently', () => {
  it.each([
    [
      'a text before "#", the hash behind it',
      `/graphql?query=${text}#&query=x&extensions=${extensions}`,
    ],
    ['the hash before "#", a text behind it', `/graphql?extensions=${extensions}#&query=${text}`],
    ['"#" at the end', `/graphql?query=${text}&extensions=${extensions}#`],
    ['"#" in the path', `/graphql#?query=${text}`],
    ['two texts', `/graphql?query=${text}&query=x&extensions=${extensions}`],
    ['a text and none', `/graphql?query=&query=${text}&extensions=${extensions}`],
    ['two hashes', `/graphql?extensions=${extensions}&extensions=${encodeURIComponent('{}')}`],
    ['two names', `/graphql?extensions=${extensions}&operationName=Mine&operationName=B`],
    [
      'two sets of variables',
      `/graphql?extensions=${extensions}&variables=%7B%7D&variables=%7B%7D`,
    ],
  ])('is BAD_REQUEST 400: %s', async (_what, target) => {
    const answer = await raw(target);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"code":"BAD_REQUEST"');
    expect(answer).not.toContain('Product a');
  });
});

describe('a text that is not registered', () => {
  it.each([
    ['as it is', `/graphql?query=${text}`],
    ['beside the hash of a registered one', `/graphql?query=${text}&extensions=${extensions}`],
    ['under a name with a percent sign', `/graphql?%71uery=${text}&extensions=${extensions}`],
    [
      'with a plus sign for spaces',
      `/graphql?query=${foreign.replaceAll(' ', '+')}&extensions=${extensions}`,
    ],
    ['behind a semicolon', `/graphql?extensions=${extensions};query=${text}`],
    ['behind a second question mark', `/graphql?&query=${text}?&extensions=${extensions}`],
    ['as a list', `/graphql?query[]=${text}&query=${text}&extensions=${extensions}`],
    ['behind a broken escape', `/graphql?x=%zz&query=${text}&extensions=${extensions}`],
  ])('is not executed by GET: %s', async (_what, target) => {
    const answer = await raw(target);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('Product a');
  });

  it.each([
    ['a text beside a registered hash', { query: foreign, extensions: extensionsOf(registered) }],
    ['a text in a list', { query: [foreign], extensions: extensionsOf(registered) }],
    ['a text in an object', { query: { text: foreign }, extensions: extensionsOf(registered) }],
    ['a number for a text', { query: 7, extensions: extensionsOf(registered) }],
    ['false for a text', { query: false, extensions: extensionsOf(registered) }],
    ['an empty text and the hash of another one', { query: '', extensions: extensionsOf(foreign) }],
    ['a text that differs in its end of line', { query: `${registered}\n` }],
    [
      'a registered text and another operation',
      { query: `${registered} query B ${foreign}`, operationName: 'B' },
    ],
  ])('is not executed by POST: %s', async (_what, body) => {
    const answer = await gateway.post(body);
    expect(answer.status).toBe(400);
    expect(['PERSISTED_QUERY_REQUIRED', 'BAD_REQUEST']).toContain(codeIn(answer));
    expect(answer.body.data).toBeUndefined();
  });

  it('is not executed from the body when the query of the URL names a registered one', async () => {
    const response = await fetch(`${gateway.url}/graphql?extensions=${extensions}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: foreign }),
    });
    expect(codeIn(await answerOf(response))).toBe('PERSISTED_QUERY_REQUIRED');
  });

  it('of one client is not executed for another one by its hash', async () => {
    const body = { query: foreign, extensions: extensionsOf(foreign) };
    const free = { 'apollographql-client-name': 'free' };
    expect((await gateway.post(body, free)).body.data).toEqual({ product: { name: 'Product a' } });
    await expect
      .poll(async () => (await gateway.post({ extensions: body.extensions }, free)).body.data)
      .toEqual({ product: { name: 'Product a' } });
    expect(codeIn(await gateway.post({ extensions: body.extensions }))).toBe(
      'PERSISTED_QUERY_REQUIRED',
    );
  });

  it.each([
    ['twice', { 'apollographql-client-name': 'free, free' }],
    ['in another case', { 'apollographql-client-name': 'FREE' }],
  ])('is not executed for a client that is named %s', async (_how, headers) => {
    expect(codeIn(await gateway.post({ query: foreign }, headers))).toBe(
      'PERSISTED_QUERY_REQUIRED',
    );
  });
});

describe('a registered operation', () => {
  it('is executed by its text or its hash', async () => {
    const data = { me: { name: 'Ada' } };
    expect((await gateway.post({ query: registered })).body.data).toEqual(data);
    expect(
      (await gateway.post({ query: null, extensions: extensionsOf(registered) })).body.data,
    ).toEqual(data);
    expect(await raw(`/graphql?extensions=${extensions}`)).toContain(JSON.stringify(data));
    expect(await raw(`/graphql?query=${encodeURIComponent(registered)}`)).toContain(
      JSON.stringify(data),
    );
  });
});

describe('an operation as Apollo Client sends it', () => {
  const sent = 'query Mine {\n  me {\n    name\n    __typename\n  }\n}';

  it('is executed by its text or its hash', async () => {
    const data = { me: { name: 'Ada', __typename: 'User' } };
    expect((await gateway.post({ query: sent })).body.data).toEqual(data);
    expect((await gateway.post({ extensions: extensionsOf(sent) })).body.data).toEqual(data);
  });

  it.each([
    ['with another field', sent.replace('name', 'name id')],
    ['with another alias of __typename', sent.replace('__typename', 'type: __typename')],
    ['in another layout', sent.replaceAll('\n', ' ')],
  ])('is not executed %s', async (_what, query) => {
    expect(codeIn(await gateway.post({ query }))).toBe('PERSISTED_QUERY_REQUIRED');
  });
});

describe('live updates', () => {
  const watch = 'subscription { orderUpdated(id: "1") { id } }';
  it.each([
    ['a text', { query: watch }],
    ['a text beside a registered hash', { query: watch, extensions: extensionsOf(registered) }],
    ['a hash', { extensions: extensionsOf(watch) }],
    ['a text in a list', { query: [watch], extensions: extensionsOf(registered) }],
  ])('of what is not registered are refused: %s', async (_what, body) => {
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(codeIn(await answerOf(response))).toBe('PERSISTED_QUERY_REQUIRED');
  });
});
