/** The thread of the neighbour, so that its latencies do not include the work of the attackers. */
import { randomUUID } from 'node:crypto';
import { Agent, request as open } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../../platform/testing/random';
import { msPerSecond } from '../../platform/values/time';
import { buyerAddress } from '../../testing/buyer-address';
import { constantRate } from '../../testing/load/constant-rate';
import type { NeighbourOptions, Served } from './neighbour';

const { url, tokens, skus, perSecond, seed } = workerData as NeighbourOptions;
const random = new Random(seed);
const agent = new Agent({ keepAlive: true });
/** A network address of TEST-NET-3, which no attacker uses. */
const address = '203.0.113.7';
/** The duration of the load, longer than any run: it ends when the thread is terminated. */
const foreverMs = 86_400_000;
const callDeadlineMs = 30_000;

const actions = { browse: 40, search: 20, list: 20, place: 20 } as const;
type Action = keyof typeof actions;

const words = ['mug', 'lamp', 'oak', 'wool', 'bottle'];
const good = new Set(['ok', 'CONFIRMED', 'IN_REVIEW']);

interface Answer {
  readonly data?: Readonly<
    Record<string, { readonly status?: string; readonly code?: string } | null>
  >;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

const operations: Readonly<Record<Action, () => { query: string; variables?: object }>> = {
  browse: () => ({
    query: `query Browse { products(first: 20, sort: NAME_ASC) {
      edges { node { sku name price { amount currency } available } } pageInfo { endCursor } } }`,
  }),
  search: () => ({
    query: `query Search($t: String) { products(first: 20, filter: { search: $t }) {
      edges { node { sku name price { amount } } } } }`,
    variables: { t: random.pick(words) },
  }),
  list: () => ({
    query: `query List { orders(first: 10) { edges { node { id number status total { amount }
      lines { sku quantity product { name } } } } } }`,
  }),
  place: () => ({
    query: `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) {
      __typename ... on Order { id status } ... on UserError { code } } }`,
    variables: {
      input: {
        idempotencyKey: randomUUID(),
        currency: 'EUR',
        lines: random
          .shuffled(skus)
          .slice(0, random.int(1, 3))
          .map((sku) => ({ sku, quantity: 1 })),
        shippingAddress: buyerAddress,
        payment: { token: 'tok_ok' },
      },
    },
  }),
};

function ask(body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = open(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-forwarded-for': address,
        authorization: `Bearer ${random.pick(tokens)}`,
      },
      timeout: callDeadlineMs,
    });
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.once('error', reject);
    });
    sent.once('timeout', () => sent.destroy(new Error('no response in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

async function outcomeOf(action: Action): Promise<string> {
  try {
    const { data, errors } = JSON.parse(await ask(JSON.stringify(operations[action]()))) as Answer;
    const refused = errors?.[0]?.extensions?.code;
    const [answer] = Object.values(data ?? {});
    const outcome = refused ?? answer?.code ?? (action === 'place' ? answer?.status : 'ok');
    return outcome ?? 'no answer';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const served: Served[] = [];
const startedAtMs = performance.timeOrigin + performance.now();

const call = async (index: number): Promise<string> => {
  const dueAtMs = startedAtMs + (index / perSecond) * msPerSecond;
  const action = random.weighted<Action>(actions);
  const outcome = await outcomeOf(action);
  const ms = performance.timeOrigin + performance.now() - dueAtMs;
  served.push({ atMs: dueAtMs, ms, fault: good.has(outcome) ? null : `${action}: ${outcome}` });
  return action;
};

setInterval(() => parentPort?.postMessage(served.splice(0)), msPerSecond);
void constantRate(perSecond, foreverMs, call);
