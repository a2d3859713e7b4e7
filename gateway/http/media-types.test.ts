import { describe, expect, it } from 'vitest';
import { negotiate } from './media-types';

const apollo = 'multipart/mixed;subscriptionSpec=1.0';

describe('the format of live updates', () => {
  it.each([
    ['text/event-stream', 'events'],
    [`text/event-stream, ${apollo}`, 'events'],
    [`${apollo}, text/event-stream`, 'events'],
    [`${apollo}, text/event-stream;q=0.9`, 'multipart'],
    [`${apollo};q=0.5, text/event-stream;q=0.9`, 'events'],
    [`${apollo}, text/event-stream;q=0`, 'multipart'],
    [apollo, 'multipart'],
    // @apollo/client 4, the Apollo Router's documentation, urql 5.
    [
      'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9',
      'multipart',
    ],
    ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json', 'multipart'],
    ['text/event-stream, multipart/mixed', 'events'],
    ['Multipart/Mixed;boundary="a,b;c\\"";SUBSCRIPTIONSPEC=1.0', 'multipart'],
    ['*/*', 'events'],
    [undefined, 'events'],
    ['text/*', 'events'],
    ['application/json', null],
    ['multipart/mixed', null],
    ['multipart/mixed;deferSpec=20220824, application/json', null],
    ['multipart/mixed;subscriptionSpec=2.0, application/json', null],
    ['application/json;profile="text/event-stream, *"', null],
    [`${apollo};q=0, application/json`, null],
  ])('of Accept %s is %s', (accept, framing) => {
    expect(negotiate(accept).framing).toBe(framing);
  });
});

describe('the media type of a query', () => {
  it.each([
    ['text/event-stream', 'application/json', false],
    [apollo, 'application/json', false],
    ['', 'application/json', true],
    ['multipart/mixed;deferSpec=20220824', 'application/json', false],
    [
      'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
      'application/graphql-response+json',
      true,
    ],
    [
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      'application/json',
      true,
    ],
  ])('of Accept %s is %s', (accept, mediaType, acceptsJson) => {
    expect(negotiate(accept)).toMatchObject({ mediaType, acceptsJson });
  });

  it.each(['text/html', 'application/xml', 'text/event-stream;q=0'])(
    'cannot be %s, and the refusal names what can be',
    (accept) => {
      expect(() => negotiate(accept)).toThrow(
        'Accept one of application/json, application/graphql-response+json; for subscriptions text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
      );
    },
  );
});
