import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { mutationPoints } from '../limits';
import { chargeOf, costOf, operationMeasures } from './cost';

const schema = buildSchema(readFileSync('gateway/api.graphql', 'utf8'));
const limits = parseConfiguration({}).limits.operation;
const measureOf = operationMeasures();

/** What is charged beyond the cost that the answer shows, and beyond what it changes. */
function pointsOfInput(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The test names no operation.');
  const measure = measureOf(schema, document, operation);
  const cost = costOf(operation, measure, variables, limits);
  const changed = measure.mutations * mutationPoints;
  return chargeOf(measure, cost, variables).cost - cost.requested - changed;
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ sku: `S${index}`, quantity: 1 }));
const input = (count: number) => ({ input: { idempotencyKey: 'k', lines: lines(count) } });
const placed = (name: string) =>
  `${name}: placeOrder(input: $input) { ... on PlaceOrderSuccess { order { id } } }`;
const place = (...names: string[]) =>
  `mutation ($input: PlaceOrderInput!) { ${names.map(placed).join(' ')} }`;

describe('the input of an operation', () => {
  it.each([
    [0, 0],
    [10, 0],
    [11, 1],
    [15, 1],
    [16, 2],
    [1_000, 198],
  ])('with %i lines of an order is charged %i points', (count, points) => {
    expect(pointsOfInput(place('placed'), input(count))).toBe(points);
  });

  it('is charged for each place where a variable is used', () => {
    expect(pointsOfInput(place('a', 'b'), input(1_000))).toBe(398);
    const fragments = `mutation ($input: PlaceOrderInput!) { ...F } fragment F on Mutation { ${placed('a')} ${placed('b')} }`;
    expect(pointsOfInput(fragments, input(1_000))).toBe(398);
  });

  it('is charged when it is unused, or a list is where none belongs', () => {
    expect(pointsOfInput('{ me { id } }', { x: Array(1_000).fill(0) })).toBe(198);
    expect(pointsOfInput(place('a'), { input: [[lines(20)]] })).toBe(3);
  });

  it('is charged for literals and for the values that variables have by default', () => {
    const literal = `[${lines(30).map(({ sku }) => `{ sku: "${sku}", quantity: 1 }`)}]`;
    const used = `mutation { placeOrder(input: { idempotencyKey: "k", lines: ${literal} }) { __typename } }`;
    expect(pointsOfInput(used)).toBe(4);
    const byDefault = `query ($x: [Int!] = [${Array(30).fill(0)}]) { me { id } }`;
    expect(pointsOfInput(byDefault)).toBe(4);
  });

  it('is counted in a value that is nested as deeply as a body can', () => {
    const depth = 400_000;
    const nested: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    // The innermost list is empty.
    expect(pointsOfInput('{ me { id } }', { nested })).toBe(Math.ceil((depth - 1 - 10) / 5));
  });
});
