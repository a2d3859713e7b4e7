// The Apollo Client of a storefront, set up as the documentation of its parts says.
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { relayStylePagination } from '@apollo/client/utilities';
import { from, switchMap } from 'rxjs';
import { demoAccount, newAccount, url } from '../buyer.mjs';
import { LOGIN, REFRESH, REGISTER } from './operations.mjs';

/** https://www.apollographql.com/docs/react/data/fragments#generating-possibletypes-automatically */
async function possibleTypes() {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      variables: {},
      query: '{ __schema { types { kind name possibleTypes { name } } } }',
    }),
  });
  const { data } = await response.json();
  return Object.fromEntries(
    data.__schema.types
      .filter((type) => type.possibleTypes)
      .map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]),
  );
}

export async function newCache() {
  return new InMemoryCache({
    possibleTypes: await possibleTypes(),
    typePolicies: {
      Product: { keyFields: ['sku'] },
      Warehouse: { keyFields: ['code'] },
      Query: { fields: { products: relayStylePagination(['filter', 'sort']) } },
    },
  });
}

const isUnauthenticated = (error) =>
  CombinedGraphQLErrors.is(error) &&
  error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');

/** A signed-in user's client: it sends the access token, and renews it once the shop refuses it. */
export async function newClient({
  session = null,
  link = new HttpLink({ uri: url }),
  ...options
} = {}) {
  let signedIn = session;
  let refreshes = 0;
  const authLink = new SetContextLink(({ headers }) => ({
    headers: signedIn
      ? { ...headers, authorization: `Bearer ${signedIn.accessToken}` }
      : { ...headers },
  }));
  const refresh = async () => {
    const { refreshToken } = signedIn;
    const { data } = await client.mutate({ mutation: REFRESH, variables: { refreshToken } });
    refreshes += 1;
    if (data.refreshSession.__typename !== 'Session') {
      throw new Error(`The session ended: ${data.refreshSession.code}`);
    }
    signedIn = data.refreshSession;
  };
  const refreshLink = new ErrorLink(({ error, operation, forward }) => {
    if (!signedIn || !isUnauthenticated(error) || operation.operationName === 'Refresh') return;
    return from(refresh()).pipe(switchMap(() => forward(operation)));
  });
  const client = new ApolloClient({
    cache: await newCache(),
    link: ApolloLink.from([refreshLink, authLink, link]),
    ...options,
  });
  const start = async (mutation, input) => {
    const { data } = await client.mutate({ mutation, variables: { input } });
    const [outcome] = Object.values(data);
    if (outcome.__typename !== 'Session') throw new Error(`${outcome.code}: ${outcome.message}`);
    signedIn = outcome;
    return outcome.user;
  };
  return {
    client,
    signIn: (name) => start(LOGIN, demoAccount(name)),
    signUp: () => start(REGISTER, newAccount()),
    get session() {
      return signedIn;
    },
    get refreshes() {
      return refreshes;
    },
  };
}
