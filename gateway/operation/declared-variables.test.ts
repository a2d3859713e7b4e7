import { createRequire } from 'node:module';
import { getOperationAST, parse } from 'graphql';
import { expect, it, vi } from 'vitest';
import { testGateway } from '../testing/running-gateway';
import { declaredVariables } from './declared-variables';

interface ResultShaping {
  computeResponse(given: { readonly variables: object }): unknown;
}

const declaredOf = (text: string, sent: Record<string, unknown>) => {
  const operation = getOperationAST(parse(text), undefined);
  if (!operation) throw new Error('There is no operation.');
  return declaredVariables(operation, sent);
};

it.each([
  ['query ($a: Int, $b: Int) { a }', { a: 1, b: null }, { a: 1, b: null }],
  ['query ($a: Int = 3) { a }', {}, {}],
  ['query ($a: Int) { a }', { b: 1 }, {}],
  ['query ($toString: Int) { a }', {}, {}],
  ['query ($__proto__: Int) { a }', JSON.parse('{ "__proto__": { "a": 1 } }'), {}],
  ['{ a }', { a: 1 }, {}],
])('%s takes of %j only %j', (text, sent, expected) => {
  const declared = declaredOf(text, sent);
  expect(declared).toEqual(expected);
  expect(Object.getPrototypeOf(declared)).toBe(Object.prototype);
});

it('the executor does not get variables that the operation does not declare', async () => {
  const shaping = createRequire(__filename)('@apollo/gateway/dist/resultShaping') as ResultShaping;
  const compute = vi.spyOn(shaping, 'computeResponse');
  const gateway = await testGateway({ configuration: { gateway: { executor: 'apollo' } } });
  try {
    const query = 'query ($is: Boolean!) { __typename @include(if: $is) }';
    const variables = { is: true, other: 1 };
    const { body } = await gateway.post({ query, variables });
    expect(body.data).toEqual({ __typename: 'Query' });
    expect(compute.mock.calls.map(([{ variables: taken }]) => taken)).toEqual([{ is: true }]);
  } finally {
    compute.mockRestore();
    await gateway.stop();
  }
});
