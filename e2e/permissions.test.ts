import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callers, type Permission, permissions } from '../cli/generate-permissions';
import { repositoryRoot, Shop } from './harness/shop';

const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));

/** What a scalar may look like; whatever is refused is refused before it is looked at. */
const samples: Readonly<Record<string, string>> = {
  ...{ ID: '"018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f"', String: '"sample-of-text"', Int: '1' },
  ...{ Boolean: 'false', DateTime: '"2026-11-24T12:00:00Z"', Decimal: '"1.00"', Currency: '"EUR"' },
  ...{ CountryCode: '"DE"', EmailAddress: '"nobody@example.com"', URL: '"https://example.com"' },
};

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return samples[type.name] ?? '';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}

function operationOf(type: string, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument);
  const list = given.map((argument) => `${argument.name}: ${literal(argument.type)}`).join(', ');
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${type.toLowerCase()} { ${field.name}${list && `(${list})`}${selection} }`;
}

let shop: Shop;
let table: Permission[];
const credentials = new Map<string, Record<string, string>>();

async function ask(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${shop.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: Record<string, Record<string, unknown>> | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { data: data ?? {}, codes: errors.map(({ extensions }) => extensions.code) };
}

async function bearerOf(role: string): Promise<Record<string, string>> {
  const { data } = await ask(`mutation {
    login(input: { email: "${role}@example.com", password: "demo-password" }) {
      ... on Session { accessToken }
    }
  }`);
  return { authorization: `Bearer ${String(data.login?.accessToken)}` };
}

async function keyOf(role: string, scope: string): Promise<Record<string, string>> {
  const { data } = await ask(
    `mutation { createApiKey(input: { name: "matrix", scopes: [${scope}] }) {
      ... on ApiKeyCreated { secret }
    } }`,
    await bearerOf(role),
  );
  return { 'x-api-key': String(data.createApiKey?.secret) };
}

async function credentialOf({ name, viewer }: (typeof callers)[number]) {
  switch (viewer.kind) {
    case 'user':
      return bearerOf(String(viewer.roles[0]).toLowerCase());
    case 'apiKey':
      return keyOf(String(viewer.roles[0]).toLowerCase(), String(viewer.scopes[0]));
    case 'anonymous':
      return {};
    default:
      throw new Error(`${name} is nobody who calls.`);
  }
}

beforeAll(async () => {
  shop = await Shop.start();
  table = await permissions(api);
  for (const caller of callers) credentials.set(caller.name, await credentialOf(caller));
}, 120_000);
afterAll(() => shop.close(), 60_000);

const rootTypes = [api.getQueryType(), api.getMutationType()].filter((type) => type != null);
const cells = rootTypes.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({
    coordinate: `${type.name}.${field.name}`,
    operation: operationOf(type.name, field),
    isQuery: type.name === 'Query',
  })),
);

describe('through the gateway each caller gets what the matrix says', () => {
  test.each(cells)('of $coordinate', async ({ coordinate, operation, isQuery }) => {
    const row = table.find((found) => found.coordinate === coordinate);
    for (const [place, { name }] of callers.entries()) {
      const expected = row?.byRule[place];
      const headers = credentials.get(name);
      // A mutation that is allowed would do something: whether it is, its own tests say.
      if (expected === 'yes' && !isQuery) continue;
      const { codes } = await ask(operation, headers);
      const refusals = codes.filter((code) => ['FORBIDDEN', 'UNAUTHENTICATED'].includes(code));
      expect([name, refusals]).toEqual([name, expected === 'yes' ? [] : [expected]]);
    }
  });
});
