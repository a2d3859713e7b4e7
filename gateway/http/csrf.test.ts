import { describe, expect, test } from 'vitest';
import { demandNoForgery } from './csrf';

/** The `Accept` of urql 5 for queries. */
const accept =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

describe('a GET request', () => {
  test.each([
    ['that asks for a preflight', { 'apollo-require-preflight': 'true' }],
    ['with a token', { authorization: 'Bearer a' }],
    ['with a key', { 'x-api-key': 'op_test_a' }],
    ['with a JSON type, as Apollo Client sends it', { 'content-type': 'application/json' }],
    ['of urql outside a browser', { accept }],
    ['of urql in a page of the shop', { accept, 'sec-fetch-site': 'same-origin' }],
  ])('%s is let through', (_what, headers) => {
    expect(() => demandNoForgery(headers, false)).not.toThrow();
  });

  test('of urql in a page of an allowed origin is let through', () => {
    const headers = { accept, origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    expect(() => demandNoForgery(headers, true)).not.toThrow();
    expect(() => demandNoForgery(headers, false)).toThrow('cross-site request forgery');
  });

  test.each([
    ['a link or an image', { accept: '*/*' }],
    ['a link to another site', { accept: 'text/html', 'sec-fetch-site': 'cross-site' }],
    ['a script that cannot read the response', { accept, 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring host', { accept, 'sec-fetch-site': 'same-site' }],
    ['a form', { accept: '*/*', 'content-type': 'application/x-www-form-urlencoded' }],
    ['a page with an empty header', { accept: '*/*', 'apollo-require-preflight': '' }],
    ['nothing that names itself', {}],
  ])('from %s is blocked', (_what, headers) => {
    expect(() => demandNoForgery(headers, false)).toThrow('cross-site request forgery');
  });
});
