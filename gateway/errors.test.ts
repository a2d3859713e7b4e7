import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../platform/process/repository-root';
import { type ErrorDisplay, maskError, statusByCode } from './errors';
import { codeIn, gatewayForFile, type TestGateway, testGateway } from './testing/running-gateway';

const open: ErrorDisplay = { hideSuggestions: false, docs: null };
const closed: ErrorDisplay = { hideSuggestions: true, docs: null };

const gateway = gatewayForFile();
const secret = () => randomBytes(32).toString('base64url');
const production = gatewayForFile({
  configuration: {
    environment: 'production',
    server: { host: '127.0.0.1', securityContact: 'mailto:security@shop.test' },
    auth: { viewerSecret: secret(), keySecret: secret() },
    payments: {
      sandbox: { apiSecret: secret(), callbackSecret: secret(), allowInProduction: true },
    },
    webhooks: { secretKey: secret() },
    encryption: { users: { secret: secret() }, orders: { secret: secret() } },
  },
});

const graphqlResponse = { accept: 'application/graphql-response+json' };

interface Refused {
  readonly code: string;
  readonly body: object;
  /** The paths of `extensions.fields`; without it, there are no `fields`. */
  readonly paths?: string[][];
}

const refused: Refused[] = [
  { code: 'GRAPHQL_PARSE_FAILED', body: { query: '{ me {' } },
  { code: 'GRAPHQL_VALIDATION_FAILED', body: { query: '{ nobody }' } },
  {
    code: 'GRAPHQL_VALIDATION_FAILED',
    body: { query: 'mutation { greet(email: "nobody") }' },
    paths: [['email']],
  },
  {
    code: 'BAD_USER_INPUT',
    body: {
      query: 'mutation ($e: EmailAddress!) { greet(email: $e) }',
      variables: { e: 'nobody' },
    },
    paths: [['email']],
  },
  {
    code: 'BAD_USER_INPUT',
    body: { query: 'query ($sku: ID!) { product(sku: $sku) { name } }' },
    paths: [['sku']],
  },
  {
    code: 'OPERATION_RESOLUTION_FAILURE',
    body: { query: 'query A { me { id } } query B { me { id } }', operationName: 'C' },
  },
  {
    code: 'OPERATION_RESOLUTION_FAILURE',
    body: { query: 'query A { me { id } } query B { me { id } }' },
  },
];

it.each(refused)(
  '$code carries code and request id, the bad fields, and nothing else',
  async ({ code, body, paths }) => {
    const { status, body: answer, headers } = await gateway.post(body, graphqlResponse);
    expect([status, answer.data]).toEqual([400, undefined]);
    const requestId = headers.get('x-request-id');
    const expected = paths?.map((path) => ({ path, message: expect.stringMatching(/\w/) }));
    expect(answer.errors).not.toEqual([]);
    for (const error of answer.errors ?? []) {
      const fields = expected === undefined ? {} : { fields: expected };
      const docUrl = expect.stringMatching(`/docs/reference/errors/#${code.toLowerCase()}$`);
      expect(error.extensions).toEqual({ code, requestId, docUrl, ...fields });
    }
  },
);

describe.each(['compiled', 'apollo'])('with the executor %s', (executor) => {
  const running = gatewayForFile({ configuration: { gateway: { executor } } });

  it('the details of an error reach the client', async () => {
    const { body } = await running.post({
      query: '{ refuses { sku } order(id: "o1") { customer { secret } } }',
    });
    expect(
      body.errors?.map(({ path, extensions: { docUrl: _, ...extensions } }) => [
        path,
        { ...extensions, requestId: '' },
      ]),
    ).toEqual([
      [
        ['refuses'],
        {
          code: 'BAD_USER_INPUT',
          requestId: '',
          fields: [{ path: ['filter', 'search'], message: 'Too long.' }],
        },
      ],
      [
        ['order', 'customer', 'secret'],
        {
          code: 'FORBIDDEN',
          requestId: '',
          requires: { roles: ['SUPPORT'], scopes: [], recentSignIn: true },
        },
      ],
    ]);
  });
});

describe('an internal error', () => {
  const internalErrors = expect.stringContaining('#internal_server_error');

  it('gives the client only the id under which it is logged', async () => {
    const answer = await gateway.post({ query: '{ crashes { id } }' });
    const requestId = answer.headers.get('x-request-id');
    expect(answer.body.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['crashes'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, docUrl: internalErrors },
      },
    ]);
    const line = gateway.logged.find((entry) => entry.requestId === requestId);
    expect(JSON.stringify(line)).toContain('ECONNREFUSED');
  });

  it('with a code that is not known is masked, and logged', async () => {
    const answer = await gateway.post({ query: '{ fails(code: "P2002") { sku } }' });
    expect(codeIn(answer)).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(answer.body)).not.toContain('P2002');
    const requestId = answer.headers.get('x-request-id');
    const line = gateway.logged.find((entry) => entry.requestId === requestId);
    expect(JSON.stringify(line)).toContain('P2002');
  });

  it('that leaves a root field without its value has an entry in errors', async () => {
    const answer = await gateway.post({ query: '{ firm(sku: "missing") { product { name } } }' });
    expect(answer.body.data).toEqual({ firm: null });
    expect(answer.body.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['firm'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          requestId: answer.headers.get('x-request-id'),
          docUrl: internalErrors,
        },
      },
    ]);
  });

  it('is not seen in a missing entity where the client may find null', async () => {
    const query = '{ order(id: "o1") { lines { firm { product { name } } } } }';
    const { body } = await gateway.post({ query });
    // The firm product is missing, but each `firm` may be null: nothing is wrong at the root.
    expect(body.data?.order).toMatchObject({ lines: [{ firm: {} }, { firm: null }] });
    expect(body.errors).toBeUndefined();
    expect(Object.keys(body.extensions ?? {})).toEqual(['cost']);
  });
});

describe('the message of an error', () => {
  // Each of these was matched against an expression that took the square of its length.
  const value = `${'Did you mean '.repeat(7_500)}!`;
  const query =
    'query ($sku: ID!, $first: Int) { product(sku: $sku) { name } products(first: $first) { edges { cursor } } }';

  it.each([
    ['development', () => gateway],
    ['production', () => production],
  ])('has at most 500 characters in %s, whatever it quotes', async (_environment, of) => {
    const { body } = await of().post({ query, variables: { sku: '1', first: value } });
    const [error] = body.errors ?? [];
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toMatch(/^Variable "\$first" got invalid value "Did you mean /);
    expect(error?.message).toHaveLength(500);
  });

  it('has at most 500 characters in `fields` too', async () => {
    const { body } = await production.post({ query, variables: { sku: '1', first: value } });
    const fields = body.errors?.[0]?.extensions.fields as { path: string[]; message: string }[];
    expect(fields.map(({ path }) => path)).toEqual([['first']]);
    expect(fields[0]?.message).toHaveLength(500);
  });

  it('is not cut inside of a character', () => {
    const message = `${'a'.repeat(498)}😀 and more`;
    const { message: shown } = maskError({ message, extensions: { code: 'BAD_REQUEST' } }, open);
    expect(shown).toBe(`${'a'.repeat(498)}…`);
  });
});

describe('names of the schema', () => {
  it('are not suggested in production', async () => {
    const field = await production.post({ query: '{ mee { id } }' });
    expect(field.body.errors?.[0]?.message).toBe('Cannot query field "mee" on type "Query".');
    const message = 'Field "emial" is not defined by type "Input". Did you mean "email"?';
    expect(maskError({ message, extensions: { code: 'BAD_USER_INPUT' } }, closed).message).toBe(
      'Field "emial" is not defined by type "Input".',
    );
    const long = `Field "${'x'.repeat(480)}" is not defined. Did you mean "secret"?`;
    const { message: cut } = maskError(
      { message: long, extensions: { code: 'BAD_USER_INPUT' } },
      closed,
    );
    expect(cut).not.toContain('Did you mean');
    const fields = [{ path: ['input'], message }];
    const { extensions } = maskError(
      { message, extensions: { code: 'BAD_USER_INPUT', fields } },
      closed,
    );
    expect(JSON.stringify(extensions)).not.toContain('Did you mean');
  });
});

describe('the documentation of an error', () => {
  it('has a section for each code', () => {
    const page = readFileSync(path.join(repositoryRoot, 'docs/failures.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    expect(Object.keys(statusByCode).filter((code) => !documented.includes(code))).toEqual([]);
    expect(documented.filter((code, place) => documented.indexOf(code) !== place)).toEqual([]);
  });

  it('is where the error says it is', async () => {
    const { body } = await gateway.post({ query: '{ nowhere }' });
    const url = new URL(String(body.errors?.[0]?.extensions.docUrl));
    const response = await fetch(gateway.url + url.pathname);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`id="${url.hash.slice(1)}"`);
  });

  it('is below the public URL, whichever host was called', async () => {
    const server = { publicUrl: 'https://api.shop.test/' };
    await using published = await testGateway({ configuration: { server } });
    await using undocumented = await testGateway({ configuration: { server: { docs: false } } });
    const docUrlOf = async ({ post }: TestGateway) =>
      (await post({ query: '{ nowhere }' })).body.errors?.[0]?.extensions.docUrl;
    const hash = '#graphql_validation_failed';
    const page = 'https://api.shop.test/docs/reference/errors/';
    expect(await docUrlOf(published)).toBe(page + hash);
    expect(await docUrlOf(undocumented)).toBeUndefined();
  });
});
