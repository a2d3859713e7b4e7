// A front end in a tab: the session is in localStorage, which both tabs share. It reads the
// account every quarter of a second, at the same moment as the other tab, so that both find at
// once that the access token must be renewed. `?renewAfter=SECONDS` renews tokens that are older;
// by default, a token is renewed once the shop refuses it.
import { Client, fetchExchange, gql } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';

const parameters = new URLSearchParams(location.search);
const renewAfterMs = Number(parameters.get('renewAfter') ?? Number.POSITIVE_INFINITY) * 1000;
const everyMs = 250;

const ME = gql`
  query {
    me {
      id
      roles
    }
  }
`;
const REFRESH = gql`
  mutation ($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      __typename
      ... on Session {
        accessToken
        refreshToken
      }
      ... on UserError {
        code
      }
    }
  }
`;

/** What the test looks at. */
const tab = { reads: 0, roles: [], refreshedWith: [], errors: [], signedOut: false };
globalThis.tab = tab;

const session = () => JSON.parse(localStorage.getItem('session'));
const store = ({ accessToken, refreshToken }) =>
  localStorage.setItem('session', JSON.stringify({ accessToken, refreshToken, at: Date.now() }));

const client = new Client({
  url: `${parameters.get('shop')}/graphql`,
  requestPolicy: 'network-only',
  exchanges: [
    authExchange(async (utils) => ({
      addAuthToOperation: (operation) => {
        const signedIn = session();
        if (!signedIn) return operation;
        return utils.appendHeaders(operation, { Authorization: `Bearer ${signedIn.accessToken}` });
      },
      willAuthError: () => Date.now() - (session()?.at ?? Date.now()) > renewAfterMs,
      didAuthError: (error) =>
        error.graphQLErrors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED'),
      refreshAuth: async () => {
        const { refreshToken } = session();
        tab.refreshedWith.push(refreshToken);
        const { data, error } = await utils.mutate(REFRESH, { refreshToken });
        if (error) throw error;
        if (data.refreshSession.__typename === 'Session') return store(data.refreshSession);
        tab.signedOut = true;
        localStorage.removeItem('session');
      },
    })),
    fetchExchange,
  ],
});

async function read() {
  const { data, error } = await client.query(ME, {}).toPromise();
  if (error) tab.errors.push(error.message);
  if (!data?.me) return;
  tab.reads += 1;
  tab.roles = data.me.roles;
}

for (;;) {
  await new Promise((resolve) => setTimeout(resolve, everyMs - (Date.now() % everyMs)));
  if (session()) await read();
}
