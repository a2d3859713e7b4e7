import { check, fail, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Rate } from 'k6/metrics';
import { loginDocument, placeOrderDocument, productsDocument } from './documents.ts';
import { pauseSeconds } from './profiles.ts';

const url = `${__ENV['URL'] ?? 'http://localhost:4000'}/graphql`;
const email = __ENV['EMAIL'] ?? 'customer@example.com';
const password = __ENV['PASSWORD'] ?? 'demo-password';
/** Keeps the keys of two runs apart. */
const run = __ENV['RUN'] ?? String(Date.now());

/** One visit in ten buys something. */
const visitsPerOrder = 10;
const faultCodes = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

/** Errors of the shop, not of the user: as the objective counts them. */
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

/** A user looks at the catalogue, sometimes orders the first product, and reads for a second. */
export function visit({ token }: { token: string }): void {
  const { products } = send('read', productsDocument, {}, token);
  const [first] = (products as { nodes?: { sku: string }[] } | undefined)?.nodes ?? [];
  const user = exec.vu.idInTest;
  const turn = exec.vu.iterationInScenario;
  if (first && (turn + user) % visitsPerOrder === 0) {
    const input = {
      idempotencyKey: `k6-${run}-${user}-${turn}`,
      currency: 'EUR',
      lines: [{ sku: first.sku, quantity: 1 }],
      shippingAddress: {
        recipient: 'Ada Buyer',
        line1: 'Hauptstraße 1',
        city: 'Berlin',
        postalCode: '10115',
        country: 'DE',
      },
      payment: { token: 'tok_ok' },
    };
    send('order', placeOrderDocument, { input }, token);
  }
  sleep(pauseSeconds);
}
