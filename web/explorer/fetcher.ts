import type { GraphiQLProps } from 'graphiql';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';
import { rememberOrder } from './last-order';
import { credentials } from './session';

type Fetcher = GraphiQLProps['fetcher'];
type Result = Exclude<Awaited<ReturnType<Fetcher>>, AsyncIterable<unknown>>;

const endpoint = '/graphql';

/** Queries and mutations by POST, subscriptions as server-sent events. */
export const fetcher: Fetcher = (params, options) => {
  const given = (options?.headers ?? {}) as Record<string, string>;
  const headers = { ...credentials(given), ...given };
  const document = options?.documentAST;
  const operation = document && getOperationAST(document, params.operationName);
  if (operation?.operation === 'subscription') {
    const client = createClient({ url: endpoint, headers });
    return client.iterate({
      query: params.query,
      ...(params.variables ? { variables: params.variables } : {}),
      ...(params.operationName ? { operationName: params.operationName } : {}),
    }) as never;
  }
  return send(params, headers) as never;
};

const failWith = (message: string) => () => Promise.reject(new Error(message));

async function send(body: object, headers: Record<string, string>): Promise<Result> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  }).catch(failWith('The server cannot be reached. Check your connection, and try again.'));
  const result = await response
    .json()
    .catch(failWith(`HTTP ${response.status}: the answer is not that of the API. Try again.`));
  rememberOrder(result);
  return result;
}

const signIn = `mutation SignIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on Session { accessToken accessTokenExpiresAt }
    ... on UserError { message }
  }
}`;

interface Refusal {
  readonly __typename: string;
  readonly message?: string;
}

const otherwise: Readonly<Record<string, string>> = {
  SecondFactorRequired:
    'the account has a second factor. Run login and confirmSecondFactor here, and put the token into Headers.',
};

export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
}

/**
 * Signs in as any client would.
 * @throws Error with what the API says.
 */
export async function accessTokenOf(email: string, password: string): Promise<AccessToken> {
  const result = (await send({ query: signIn, variables: { input: { email, password } } }, {})) as {
    data?: { login: (Partial<AccessToken> & Refusal) | null } | null;
    errors?: readonly { message: string }[];
  };
  const login = result.data?.login;
  const { accessToken, accessTokenExpiresAt } = login ?? {};
  if (accessToken && accessTokenExpiresAt) return { accessToken, accessTokenExpiresAt };
  const reason =
    result.errors?.[0]?.message ?? login?.message ?? otherwise[login?.__typename ?? ''];
  throw new Error(`Signing in as ${email} failed: ${reason ?? 'there was no answer.'}`);
}
