import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { type CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';
import { expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import { openForFile } from '../../platform/testing/open-for-file';
import { timeout, WatchedShop } from './testing/watched-shop';
import { watchGateway } from './testing/watching';

const shop = openForFile(() => WatchedShop.open({}));

const watched = gql('subscription ($id: ID!) { orderUpdated(id: $id) { version note } }');
interface Heard {
  readonly versions: unknown[];
  readonly errors: unknown[];
  isOver: boolean;
}

function watch(id: string, token: string, url = shop.gateway.url) {
  const client = new ApolloClient({
    link: new HttpLink({
      uri: `${url}/graphql`,
      headers: { authorization: `Bearer ${token}` },
    }),
    cache: new InMemoryCache(),
  });
  const heard: Heard = { versions: [], errors: [], isOver: false };
  const results = client.subscribe<{ orderUpdated: { version: number } | null }>({
    query: watched,
    variables: { id },
    errorPolicy: 'all',
  });
  const subscription = results.subscribe({
    next: ({ data, error }) => {
      if (data?.orderUpdated) heard.versions.push(data.orderUpdated.version);
      if (error) heard.errors.push(error);
    },
    error: (error) => heard.errors.push(error),
    complete: () => {
      heard.isOver = true;
    },
  });
  return { heard, leave: () => subscription.unsubscribe() };
}

test(
  'learns that its session ended, and that a gateway stops, in a way that it can retry',
  async () => {
    const bus = shop.anotherBus();
    const stopping = await watchGateway({ orders: shop.orders, accounts: shop.accounts, bus });
    const signedOut = shop.someOrder();
    const drained = shop.someOrder();
    const one = watch(signedOut.id, shop.accounts.token(signedOut.ownerId), stopping.url);
    const other = watch(drained.id, shop.accounts.token(drained.ownerId), stopping.url);
    await eventually('both states', () =>
      [one, other].every(({ heard }) => heard.versions.length > 0),
    );
    shop.accounts.endTokensOf(signedOut.ownerId);
    await eventually('the end of the session', () => one.heard.isOver);
    const [ended] = one.heard.errors as [CombinedGraphQLErrors];
    expect(ended.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');

    await stopping.stop();
    await bus.close();
    await eventually('the end of the stream', () => other.heard.isOver);
    const [stopped] = other.heard.errors as [CombinedProtocolErrors];
    expect(CombinedProtocolErrors.is(stopped)).toBe(true);
    expect(stopped.errors[0]?.extensions).toEqual({
      code: 'SERVICE_UNAVAILABLE',
      retryable: true,
      docUrl: expect.stringContaining('#service_unavailable'),
      requestId: expect.any(String),
    });
  },
  timeout,
);
