// The urql client of a storefront, with graphcache, set up as the documentation of its parts says.
import { authExchange } from '@urql/exchange-auth';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';
import { Client, fetchExchange, gql } from 'urql';
import { demoAccount, newAccount, url } from '../buyer.mjs';

const SESSION = gql`
  fragment SessionTokens on Session {
    __typename
    accessToken
    refreshToken
    user {
      __typename
      id
      roles
    }
  }
`;

const LOGIN = gql`
  mutation ($input: LoginInput!) {
    login(input: $input) {
      __typename
      ...SessionTokens
      ... on UserError {
        code
      }
    }
  }
  ${SESSION}
`;

const REGISTER = gql`
  mutation ($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ...SessionTokens
      ... on UserError {
        code
      }
    }
  }
  ${SESSION}
`;

const REFRESH = gql`
  mutation ($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      __typename
      ...SessionTokens
      ... on UserError {
        code
      }
    }
  }
  ${SESSION}
`;

/** The schema, which makes graphcache check the configuration and match interfaces. */
async function introspect() {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ descriptions: false }) }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/**
 * @param exchanges for subscriptions, before the one that fetches.
 * @param updates of graphcache, by type and field.
 */
export async function newClient({ exchanges = () => [], updates = {}, ...options } = {}) {
  let session = null;
  const client = new Client({
    url,
    ...options,
    exchanges: [
      cacheExchange({
        schema: await introspect(),
        keys: {
          Product: ({ sku }) => sku,
          Warehouse: ({ code }) => code,
          Money: () => null,
          Session: () => null,
          StockLevel: () => null,
        },
        resolvers: { Query: { products: relayPagination() } },
        updates,
      }),
      authExchange(async (utils) => ({
        addAuthToOperation: (operation) =>
          session
            ? utils.appendHeaders(operation, { Authorization: `Bearer ${session.accessToken}` })
            : operation,
        didAuthError: (error) =>
          error.graphQLErrors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED'),
        refreshAuth: async () => {
          const { data } = await utils.mutate(REFRESH, { refreshToken: session?.refreshToken });
          session = data?.refreshSession.__typename === 'Session' ? data.refreshSession : null;
        },
      })),
      ...exchanges(() => session),
      fetchExchange,
    ],
  });
  const start = async (mutation, input) => {
    const { data, error } = await client.mutation(mutation, { input }).toPromise();
    if (error) throw error;
    const [outcome] = Object.values(data);
    if (outcome.__typename !== 'Session') throw new Error(outcome.code);
    session = outcome;
    return outcome.user;
  };
  return {
    client,
    signIn: (name) => start(LOGIN, demoAccount(name)),
    signUp: () => start(REGISTER, newAccount()),
    get session() {
      return session;
    },
  };
}

export const PLACE_ORDER = gql`
  mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order {
        id
        status
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;

export const SHIP_ORDER = gql`
  mutation ($input: ShipOrderInput!) {
    shipOrder(input: $input) {
      __typename
      ... on Order {
        id
        status
      }
      ... on UserError {
        code
        message
      }
    }
  }
`;
