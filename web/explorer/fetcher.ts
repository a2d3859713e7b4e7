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

async function send(body: object, headers: Record<string, string>): Promise<Result> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const result = await response.json();
  rememberOrder(result);
  return result;
}

const signIn = `mutation SignIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on Session { accessToken }
    ... on UserError { message }
  }
}`;

const otherwise: Readonly<Record<string, string>> = {
  SecondFactorRequired:
    'the account has a second factor. Run login and confirmSecondFactor here, and put the token into Headers.',
};

/**
 * Signs in as any client would.
 * @returns the access token.
 * @throws Error with what the API says.
 */
export async function accessTokenOf(email: string, password: string): Promise<string> {
  const result = (await send({ query: signIn, variables: { input: { email, password } } }, {})) as {
    data?: { login: { accessToken?: string; message?: string; __typename: string } | null } | null;
    errors?: readonly { message: string }[];
  };
  const login = result.data?.login;
  if (login?.accessToken) return login.accessToken;
  const reason =
    result.errors?.[0]?.message ?? login?.message ?? otherwise[login?.__typename ?? ''];
  throw new Error(`Signing in as ${email} failed: ${reason ?? 'there was no answer.'}`);
}
