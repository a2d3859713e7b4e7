import { expect, it } from 'vitest';
import { isUncertain, needsRecentSignIn, outcomeOf } from './outcome';

const order = { __typename: 'Order', id: '1' };
const stateError = { __typename: 'OrderStateError', code: 'ORDER_STATE', message: 'Too late.' };
const error = { message: 'Busy.', extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r1' } };

it('is done with the value of the mutation', () => {
  const data = { __typename: 'Mutation', cancelOrder: order };
  expect(outcomeOf({ data })).toEqual({ kind: 'done', value: order });
});

it('is refused with the error type, and names no request: nothing has failed', () => {
  const outcome = outcomeOf({ data: { cancelOrder: stateError }, requestId: 'r2' });
  expect(outcome).toEqual({ kind: 'refused', refusal: stateError });
});

it.each([
  ['without an answer', undefined],
  ['with an empty field', { cancelOrder: null }],
])('fails %s, with the errors', (_title, data) => {
  expect(outcomeOf<object>({ data, errors: [error] })).toEqual({ kind: 'failed', errors: [error] });
});

it('is done with false, which a field of type Boolean may be', () => {
  expect(outcomeOf({ data: { removeSecondFactor: false } })).toEqual({
    kind: 'done',
    value: false,
  });
});

it('needs a recent sign-in where the API says so', () => {
  const requires = { roles: ['ADMIN'], scopes: [] };
  const refused = (more: object) => ({
    kind: 'failed' as const,
    errors: [
      { message: '', extensions: { code: 'FORBIDDEN', requires: { ...requires, ...more } } },
    ],
  });
  expect(needsRecentSignIn(refused({ recentSignIn: true }))).toBe(true);
  expect(needsRecentSignIn(refused({}))).toBe(false);
  expect(needsRecentSignIn({ kind: 'failed', errors: [] })).toBe(false);
});

it('is in doubt where the action may have been done all the same', () => {
  const isInDoubt = (code: string) =>
    isUncertain({ kind: 'failed', errors: [{ message: '', extensions: { code } }] });
  const codes = ['UNREACHABLE', 'TIMEOUT', 'UNAUTHENTICATED', 'RATE_LIMITED'];
  expect(codes.filter(isInDoubt)).toEqual(['UNREACHABLE', 'TIMEOUT']);
  expect(isUncertain({ kind: 'refused', refusal: stateError })).toBe(false);
});
