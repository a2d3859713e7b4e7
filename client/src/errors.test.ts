import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createClient,
  expectOutcome,
  isUserError,
  Login,
  memorySession,
  Product,
  SaveAddress,
} from './index';
import type { ClientOptions } from './options';
import { refusal, type Script, type ScriptedApi, scriptedApi } from './testing/scripted-api';

let api: ScriptedApi | undefined;

async function clientOf(script: Script, options: Partial<ClientOptions> = {}) {
  api = await scriptedApi(script);
  return createClient({ url: api.url, retries: { attemptsMax: 1 }, ...options });
}

const thrownBy = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('it should fail'),
    (error: Error) => error,
  );

describe('an error', () => {
  test('says what the API says about it', async () => {
    const fields = [{ path: ['input', 'city'], message: 'Too long.' }];
    const requires = { roles: ['ADMIN'], scopes: [] };
    const client = await clientOf(() => refusal(200, 'BAD_USER_INPUT', { fields, requires }));
    expect(await thrownBy(client.run(Product, { sku: 'A' }))).toMatchObject({
      name: 'GraphqlError',
      code: 'BAD_USER_INPUT',
      message: 'It is BAD_USER_INPUT.',
      operation: 'Product',
      requestId: 'r1',
      attempts: 1,
      status: 200,
      fields,
      requires,
    });
  });

  test('of a proxy has its status and request id', async () => {
    const headers = { 'content-type': 'text/html', 'x-request-id': 'r7' };
    const client = await clientOf(() => ({ status: 502, headers, body: '<html>Bad Gateway' }));
    expect(await thrownBy(client.run(Product, { sku: 'A' }))).toMatchObject({
      name: 'HttpError',
      code: 'HTTP_502',
      status: 502,
      requestId: 'r7',
    });
  });

  test('of the network names its reason', async () => {
    const client = await clientOf(() => 'cut');
    await api?.stop();
    const error = await thrownBy(client.run(Product, { sku: 'A' }));
    expect(error).toMatchObject({
      name: 'NetworkError',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  test('contains no credential and no secret variable, however it is shown', async () => {
    const secrets = ['op_test_0123456789', 'access-token-1', 'refresh-token-1', 'hunter2 hunter2'];
    const [apiKey = '', accessToken = '', refreshToken = '', password = ''] = secrets;
    const message = `Refused: ${secrets.join(', ')}, eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl`;
    const extensions = { code: 'FORBIDDEN' };
    const session = {
      accessToken,
      refreshToken,
      accessTokenExpiresAt: '',
      refreshTokenExpiresAt: '',
    };
    const client = await clientOf(() => ({ body: { errors: [{ message, extensions }] } }), {
      apiKey,
      session: memorySession(session),
    });
    const input = { email: 'ada@example.com', password };
    const error = await thrownBy(client.run(Login, { input }));
    const shown = [
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      error.stack,
    ];
    for (const text of shown) {
      for (const secret of [...secrets, 'eyJhbGciOi']) expect(text).not.toContain(secret);
    }
    expect(error.message).toContain('[redacted]');
  });
});

describe('an outcome', () => {
  const address = { recipient: 'A', line1: 'B', city: 'C', postalCode: 'D', country: 'DE' };
  const outcomes = async (value: object) => {
    const client = await clientOf(() => ({ body: { data: { saveAddress: value } } }));
    return client.run(SaveAddress, { input: address });
  };

  test('is distinguished by its type, with a default for later ones', async () => {
    const outcome = await outcomes({ __typename: 'QuotaError', code: 'QUOTA', message: 'Full.' });
    switch (outcome.__typename) {
      case 'SavedAddress':
      case 'NotFoundError':
      case 'ValidationError':
        return expect.unreachable('it is a later type');
      default:
        // The type of this branch has a code and a message.
        expect([outcome.code, outcome.message, isUserError(outcome)]).toEqual([
          'QUOTA',
          'Full.',
          true,
        ]);
    }
  });

  test('that is expected is returned, and any other is thrown', async () => {
    const saved = await outcomes({ __typename: 'SavedAddress', address: { id: '1' } });
    expect(expectOutcome(saved, 'SavedAddress').address.id).toBe('1');
    const other = await outcomes({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'Gone.',
    });
    const expected = { name: 'OutcomeError', code: 'NOT_FOUND', message: 'Gone.' };
    expect(() => expectOutcome(other, 'SavedAddress')).toThrow(expect.objectContaining(expected));
  });
});

test('execute answers errors beside data, as a transport must', async () => {
  const errors = [{ message: 'No.', path: ['me'], extensions: { code: 'FORBIDDEN' } }];
  const client = await clientOf(() => ({ body: { data: { product: { sku: 'A' } }, errors } }));
  const answer = await client.execute('query Two { product(sku: "A") { sku } me { id } }', {});
  expect(answer).toMatchObject({ data: { product: { sku: 'A' } }, errors });
});
