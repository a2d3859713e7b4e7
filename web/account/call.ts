import type { TypedDocument } from '@orderprocessing/client';

const deadlineMs = 20_000;

/** Why an operation has no answer: a code of the API, or UNREACHABLE. */
export class CallError extends Error {
  constructor(
    readonly code: string,
    readonly requestId: string | null = null,
  ) {
    super(code);
  }
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly extensions?: { readonly code?: string; readonly requestId?: string };
  }[];
}

/**
 * Sends an operation. The client package would be ten times as large as this page.
 * @throws CallError
 */
export async function call<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  accessToken?: string,
): Promise<Data> {
  const unreachable = () => Promise.reject(new CallError('UNREACHABLE'));
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'apollographql-client-name': 'account',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: AbortSignal.timeout(deadlineMs),
  }).catch(unreachable);
  const { data, errors }: Answer<Data> = await response.json().catch(unreachable);
  const { code = 'UNREACHABLE', requestId = null } = errors?.[0]?.extensions ?? {};
  if (errors?.length || !data) throw new CallError(code, requestId);
  return data;
}
