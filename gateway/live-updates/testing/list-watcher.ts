import { createClient } from 'graphql-sse';
import { eventually } from '../../../platform/testing/eventually';

interface Order {
  readonly id: string;
  readonly version: number;
}

interface Heard {
  readonly data?: { readonly ordersChanged: readonly Order[] | null } | null;
  readonly errors?: readonly {
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
  readonly extensions?: { readonly changesMissed?: boolean };
}

interface Watching {
  readonly url: string;
  readonly token: string;
  readonly text: string;
  readonly filter: object | null;
}

/** Watches with the client of graphql-sse. Resolves once it is connected. */
export async function watchList({ url, token, text, filter }: Watching) {
  const heard: Heard[] = [];
  const state = { isConnected: false, isOver: false };
  const over = () => {
    state.isOver = true;
  };
  const client = createClient({
    url: `${url}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: {
      connected: () => {
        state.isConnected = true;
      },
    },
  });
  const leave = client.subscribe(
    { query: text, variables: { filter } },
    { next: (result) => void heard.push(result as Heard), complete: over, error: over },
  );
  await eventually('a connection', () => state.isConnected || state.isOver);
  const versionOf = (id: string) =>
    heard.flatMap(({ data }) => data?.ordersChanged ?? []).findLast((order) => order.id === id)
      ?.version;
  return {
    heard,
    leave,
    has: (id: string, version: number) =>
      eventually(`version ${version}`, () => versionOf(id) === version),
    versionOf,
    over: () => eventually('the end', () => state.isOver),
  };
}
