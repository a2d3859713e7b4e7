import { describe, expect, test } from 'vitest';
import { AnswerObjects } from './answer-objects';
import { get, post, postBody } from './attacks/attack';
import { chargedPoints, inputRows } from './charged-points';

const rows = (count: number) => Array.from({ length: count }, () => ({ sku: 'a' }));
const placed = 'mutation ($input: I!) { a: placeOrder(input: $input) { __typename } }';
const twice = 'mutation ($input: I!) { a: place(input: $input) b: place(input: $input) }';

describe('input rows', () => {
  test.each([
    ['of variables', post(placed, { input: { lines: rows(1_000) } }), 1_000],
    ['of a variable that is used twice', post(twice, { input: rows(30) }), 60],
    ['of a variable that is not used', post('{ me { id } }', { x: [[1, 2], [3]] }), 5],
    ['of literals', post('{ a(b: [1, 2, [3]]) }'), 4],
    ['of a GET', get('query ($x: [Int]) { a(b: $x) }', { x: [1, 2] }), 2],
    ['of an invalid operation', post('{ a(b: [1', { x: [1] }), 1],
    ['of a body that is not JSON', postBody('{'), 0],
  ])('%s', (_where, request, count) => {
    expect(inputRows(request)).toBe(count);
  });
});

test('an order of 1,000 lines in 13 kB costs 216 extra points, plus its response beyond that', () => {
  const request = post(placed, { input: { lines: rows(1_000) } });
  const answer = { status: 200, code: 'ok', points: 11, objects: 0, bytes: 0 };
  expect(chargedPoints({ request, answer })).toBe(11 + 216);
  expect(chargedPoints({ request, answer: { ...answer, objects: 1_001 } })).toBe(126 + 216);
  expect(chargedPoints({ request, answer: { ...answer, bytes: 250_600 } })).toBe(126 + 216);
});

test('a refused response is charged as one and a half of the largest', () => {
  const request = post('{ me { id } }');
  const refused = { status: 200, code: 'OPERATION_TOO_COMPLEX', points: 9, objects: 0, bytes: 200 };
  expect(chargedPoints({ request, answer: refused })).toBe(3_750);
  expect(chargedPoints({ request, answer: { ...refused, hasTooManyBytes: true } })).toBe(7_500);
});

test('a long body is charged whatever the outcome, unless it is not read', () => {
  const request = postBody('x'.repeat(50_000));
  const answer = { status: 400, code: 'BAD_REQUEST', points: null, objects: 0, bytes: 0 };
  expect(chargedPoints({ request, answer })).toBe(1 + 20);
  expect(chargedPoints({ request, answer: { ...answer, status: 413 } })).toBe(1);
});

test('a new text of 1,300 characters costs 100 points more, and any length at most 200', () => {
  const answer = { status: 200, code: 'ok', points: 1, objects: 0, bytes: 0 };
  const textOf = (characters: number) => post('{ me { id } } #'.padEnd(characters, 'x'));
  expect(chargedPoints({ request: textOf(1_300), answer })).toBe(1);
  expect(chargedPoints({ request: textOf(300), answer, isNewText: true })).toBe(1);
  expect(chargedPoints({ request: textOf(1_300), answer, isNewText: true })).toBe(101);
  expect(chargedPoints({ request: textOf(9_000), answer, isNewText: true })).toBe(201);
});

test('objects in the data of a response are counted for any division into chunks', () => {
  const answer = Buffer.from(
    JSON.stringify({
      errors: [{ message: 'a "{" in a text', extensions: { code: 'FORBIDDEN' } }],
      data: { data: [{ id: '{{\\"{' }, { edges: [{ node: { id: 'ä' } }] }], none: null, one: {} },
      extensions: { cost: { requested: 1, budget: 2_000 } },
    }),
  );
  for (const size of [1, 7, answer.length]) {
    const objects = new AnswerObjects();
    for (let start = 0; start < answer.length; start += size) {
      objects.add(answer.subarray(start, start + size));
    }
    expect(objects.count).toBe(5);
  }
});
