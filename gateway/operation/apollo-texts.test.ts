import {
  ApolloClient,
  ApolloLink,
  type DocumentNode,
  gql,
  InMemoryCache,
  Observable,
} from '@apollo/client';
import { createFragmentRegistry } from '@apollo/client/cache';
import { print, stripIgnoredCharacters } from 'graphql';
import { describe, expect, test } from 'vitest';
import { manifestText, textsOfClients } from './apollo-texts';

/** The document that Apollo Client gives to its last link. */
async function sentBy(query: DocumentNode, registry?: DocumentNode): Promise<DocumentNode> {
  const sent: DocumentNode[] = [];
  const link = new ApolloLink((operation) => {
    sent.push(operation.query);
    return new Observable((observer) => {
      observer.next({ data: {} });
      observer.complete();
    });
  });
  const fragments = registry && createFragmentRegistry(registry);
  const client = new ApolloClient({ cache: new InMemoryCache({ fragments }), link });
  await client.query({ query, fetchPolicy: 'no-cache' });
  const [document] = sent;
  if (!document) throw new Error('Nothing was sent.');
  return document;
}

const money = gql`
  fragment Amount on Money {
    amount
    currency
  }
`;
const address = gql`
  fragment Target on ShippingAddress {
    city
  }
`;
const order = gql`
  fragment Zoom on Order {
    id
    total {
      ...Amount
    }
    shippingAddress {
      ...Target
    }
  }
  ${money}
  ${address}
`;
const person = gql`
  fragment Buyer on User {
    id
    kind: __typename
    orders(first: 1) {
      edges {
        node {
          ...Zoom
        }
      }
    }
  }
  ${order}
`;
const body = `query Account { me { ...Buyer } latest: orders(first: 1) { nodes { total { ...Amount } } } }`;

describe('the texts of a registered operation', () => {
  test.each([
    ['with fragments behind the operation', gql`${body} ${person} ${money}`, undefined],
    ['with fragments before the operation', gql`${person} ${money} ${body}`, undefined],
    ['with fragments from a registry', gql(body), gql`${person} ${money}`],
    ['without fragments', gql('{ me { id orders(first: 1) { nodes { id } } } }'), undefined],
    ['with a selection set that has __typename', gql('{ me { __typename id } }'), undefined],
  ])('include what Apollo Client sends %s', async (_what, document, registry) => {
    const sent = await sentBy(document, registry);
    const whole = registry ? gql`${document} ${registry}` : document;
    expect(textsOfClients(print(whole))).toContain(print(sent));
    expect(textsOfClients(manifestText(sent))).toContain(print(sent));
  });

  test('include the text without white space, as the client package sends it', () => {
    const registered = manifestText(gql`${body} ${person} ${money}`);
    expect(textsOfClients(registered)).toContain(stripIgnoredCharacters(registered));
  });

  test('include no other operation of the text', () => {
    const two = 'query A { me { id } } query B { me { name } }';
    expect(textsOfClients(two)).toEqual([two]);
  });
});
