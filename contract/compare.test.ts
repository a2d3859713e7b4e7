import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { shortfalls, shortfallText } from './compare';

const contract = `
  interface UserError { code: String! }
  type Order implements UserError { id: ID!  code: String!  lines(first: Int = 20, after: String): [Line!]! }
  type Line { sku: ID! }
  type Session { token: String }
  enum Role { CUSTOMER ADMIN }
  union LoginResult = Session | Order
  input Filter { role: Role = CUSTOMER  from: Instant }
  scalar Instant
  type Query { order(filter: Filter!): Order  login: LoginResult }
`;

function changed(from: string, to: string): string[] {
  expect(contract).toContain(from);
  const api = contract.replace(from, to);
  return shortfalls(buildSchema(contract), buildSchema(api)).map(shortfallText);
}

describe('an API schema', () => {
  test('that equals the contract is accepted', () => {
    expect(changed('type Query', 'type Query')).toEqual([]);
  });

  test.each([
    ['another type', 'scalar Instant', 'scalar Instant type Extra { id: ID }'],
    ['another field', 'sku: ID!', 'sku: ID! name: String!'],
    ['an optional argument', 'first: Int = 20', 'first: Int = 20, last: Int'],
    ['a required argument with a default', 'first: Int = 20', 'first: Int = 20, last: Int! = 1'],
    ['another enum value', 'CUSTOMER ADMIN', 'CUSTOMER ADMIN PARTNER'],
    ['another union member', 'Session | Order', 'Session | Order | Line'],
    ['an optional input field', 'from: Instant', 'from: Instant to: Instant'],
    ['a description', 'type Line', '"A line." type Line'],
  ])('with %s more is accepted', (_what, from, to) => {
    expect(changed(from, to)).toEqual([]);
  });

  test.each([
    ['a type', 'union LoginResult = Session | Order', '', 'LoginResult is missing'],
    ['a field', 'id: ID!  code', 'code', 'Order.id is missing'],
    ['an argument', ', after: String', '', 'Order.lines(after:) is missing'],
    ['an enum value', 'CUSTOMER ADMIN', 'CUSTOMER', 'Role.ADMIN is missing'],
    ['a union member', 'Session | Order', 'Session', 'LoginResult.Order is missing'],
    ['an input field', '  from: Instant', '', 'Filter.from is missing'],
    ['an interface', 'Order implements UserError', 'Order', 'Order.UserError is missing'],
  ])('without %s is rejected', (_what, from, to, shortfall) => {
    const withoutUse = (text: string): string => text.replace('  login: LoginResult', '');
    const promised = buildSchema(contract);
    const api = contract.replace(from, to);
    const built = buildSchema(to === '' ? withoutUse(api) : api);
    expect(shortfalls(promised, built).map(shortfallText)).toContain(shortfall);
  });

  test.each([
    ['a nullable field', 'sku: ID!', 'sku: ID', 'Line.sku is ID, the contract says ID!'],
    [
      'a field that became required',
      'token: String',
      'token: String!',
      'Session.token is String!, the contract says String',
    ],
    ['nullable items', '[Line!]!', '[Line]!', 'Order.lines is [Line]!, the contract says [Line!]!'],
    [
      'another default',
      'first: Int = 20',
      'first: Int = 50',
      'Order.lines(first:) is Int = 50, the contract says Int = 20',
    ],
    [
      'no default',
      'role: Role = CUSTOMER',
      'role: Role',
      'Filter.role is Role, the contract says Role = CUSTOMER',
    ],
    [
      'an optional argument',
      'filter: Filter!',
      'filter: Filter',
      'Query.order(filter:) is Filter, the contract says Filter!',
    ],
    [
      'a new required argument',
      'after: String',
      'after: String, of: ID!',
      'Order.lines(of:) is required, but not in the contract',
    ],
    [
      'a new required input field',
      'from: Instant',
      'from: Instant, to: Instant!',
      'Filter.to is required, but not in the contract',
    ],
    [
      'another kind of type',
      'scalar Instant',
      'enum Instant { NOW }',
      'Instant is an enum, the contract says a scalar',
    ],
  ])('with %s is rejected', (_what, from, to, shortfall) => {
    expect(changed(from, to)).toEqual([shortfall]);
  });
});
