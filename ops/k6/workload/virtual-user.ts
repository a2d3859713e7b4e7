import { check, fail, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Rate } from 'k6/metrics';
import { loginDocument, orderInput, placeOrderDocument, productsDocument } from './operations.ts';
import { faultCodes, pauseSeconds, visitsPerOrder } from './scenarios.ts';

const url = `${__ENV['URL'] ?? 'http://localhost:4000'}/graphql`;
const email = __ENV['EMAIL'] ?? 'customer@example.com';
const password = __ENV['PASSWORD'] ?? 'demo-password';
/** Keeps the keys of two runs apart. */
const run = __ENV['RUN'] ?? String(Date.now());

const faults = new Rate('faults');

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function send(
  kind: 'read' | 'order' | 'sign-in',
  query: string,
  variables: object,
  token?: string,
) {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const response = http.post(url, JSON.stringify({ query, variables }), {
    headers: { 'content-type': 'application/json', ...authorization },
    tags: { kind, name: kind },
  });
  const isAnswered = response.status !== 0 && response.status < 500;
  const answer = isAnswered ? (response.json() as unknown as Answer) : {};
  const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? '');
  faults.add(!isAnswered || codes.some((code) => faultCodes.includes(code)));
  check(answer, { [`${kind} has data and no error`]: () => !!answer.data && codes.length === 0 });
  return answer.data ?? {};
}

/** Signs the user in once for all virtual users. */
export function setup(): { token: string } {
  const { login } = send('sign-in', loginDocument, { input: { email, password } });
  const { accessToken } = (login ?? {}) as { accessToken?: string };
  if (!accessToken) fail(`${email} cannot sign in at ${url}.`);
  return { token: accessToken };
}

/** A user looks at the catalogue, sometimes orders one of its products, and reads for a second. */
export function visit({ token }: { token: string }): void {
  const { products } = send('read', productsDocument, {}, token);
  const { nodes = [] } = (products ?? {}) as { nodes?: { sku: string }[] };
  // The first user orders at once, so that a few visits of one user place an order as well.
  const user = exec.vu.idInTest - 1;
  const turn = exec.vu.iterationInScenario;
  const orders = (turn + user) / visitsPerOrder;
  const product = nodes[orders % nodes.length];
  if (product && Number.isInteger(orders)) {
    const input = orderInput(product.sku, `k6-${run}-${user}-${turn}`);
    send('order', placeOrderDocument, { input }, token);
  }
  sleep(pauseSeconds);
}
