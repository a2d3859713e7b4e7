import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const help = `npm run bench:sign-ins -- [--url URL] [--seconds N] [--rounds N]

Measures whether sign-ins slow down other requests. Times a steady stream of queries first alone,
then together with sign-ins from many addresses. Then one account and one address flood the queue
for password checks, and sign-ins of other accounts are timed. The shop must be running and trust
X-Forwarded-For from this machine:
  ORDERPROCESSING_SERVER_TRUSTED_PROXIES=127.0.0.1 npm start

  --url URL      URL of the gateway (http://127.0.0.1:4000)
  --seconds N    duration of each part (10)
  --rounds N     repetitions of both parts (3)
  --queries N    queries per second (40)
  --sign-ins N   sign-ins per second (20)
`;

const callDeadlineMs = 30_000;
const ratioMax = 1.5;
const refusalMsMax = 50;

/** Concurrent sign-ins of one account, and from one address. */
const floods = { ofAccount: 30, fromAddress: 60 } as const;
const victims = 10;
const victimMsMax = 1_000;

const query = JSON.stringify({
  query: '{ products(first: 20) { edges { node { sku name price { amount currency } } } } }',
});
const signInOf = (name: string) =>
  JSON.stringify({
    query: `mutation { login(input: { email: "${name}@example.com", password: "demo-password" }) {
      __typename } }`,
  });

/** A different account each time. It does not exist, which takes as long to verify. */
const signInOfSomebody = () => signInOf(`person${++people}`);
let people = 0;

interface Timed {
  readonly ms: number;
  readonly status: number;
  readonly retryAfter: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
let caller = 0;

/** An address in a different network each time, like many people. */
const nextAddress = (): string => {
  caller += 1;
  return `10.${caller & 255}.${(caller >> 8) & 255}.1`;
};

function send(url: string, body: string, address = nextAddress()): Promise<Timed> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-forwarded-for': address,
      },
      timeout: callDeadlineMs,
    });
    sent.once('response', (response) => {
      response.resume();
      response.once('end', () =>
        resolve({
          ms: performance.now() - startedAtMs,
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] !== undefined,
        }),
      );
    });
    sent.once('timeout', () => sent.destroy(new Error('no response in time')));
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Sends at a constant rate, independent of earlier responses. */
async function steadily(url: string, next: () => string, perSecond: number, seconds: number) {
  const startedAtMs = performance.now();
  const answers: Promise<Timed>[] = [];
  for (let count = 0; count < perSecond * seconds; count += 1) {
    const dueMs = startedAtMs + (count * 1_000) / perSecond;
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 1) await delay(aheadMs);
    answers.push(send(url, next()));
  }
  return Promise.all(answers);
}

/** Keeps this many requests pending until the signal aborts. */
async function flood(parallel: number, once: () => Promise<Timed>, signal: AbortSignal) {
  const one = async () => {
    while (!signal.aborted) {
      const { status } = await once();
      // This process shares the cores with the shop and must not slow it down.
      if (status !== 200) await delay(250);
    }
  };
  await Promise.all(Array.from({ length: parallel }, one));
}

/** Sign-ins of other accounts, one after the other, during both floods. */
async function victimsBesideFloods(url: string): Promise<Timed[]> {
  const end = new AbortController();
  const flooding = Promise.all([
    flood(floods.ofAccount, () => send(url, signInOf('customer')), end.signal),
    flood(floods.fromAddress, () => send(url, signInOf('partner'), '192.0.2.60'), end.signal),
  ]);
  const answers: Timed[] = [];
  for (let count = 0; count < victims; count += 1) {
    await delay(100);
    answers.push(await send(url, signInOf('support')));
  }
  end.abort();
  await flooding;
  return answers;
}

function reportVictims(answers: readonly Timed[]): void {
  const served = answers.filter(({ status }) => status === 200).length;
  const slowest = percentile(answers, 1);
  process.stdout.write(
    `during floods      ${served} of ${answers.length} sign-ins of other accounts succeeded, the slowest in ${slowest.toFixed(0)} ms (limit ${victimMsMax})\n`,
  );
  if (served < answers.length || slowest > victimMsMax) {
    process.stdout.write('Failed.\n');
    process.exitCode = 1;
  }
}

function percentile(answers: readonly Timed[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const shown = (answers: readonly Timed[]) =>
  [0.5, 0.95, 0.99].map((share) => percentile(answers, share).toFixed(1)).join(' / ');

function report(
  alone: readonly Timed[],
  beside: readonly Timed[],
  signIns: readonly Timed[],
): void {
  const served = signIns.filter(({ status }) => status === 200);
  const refused = signIns.filter(({ status }) => status === 503);
  const ratio = percentile(beside, 0.99) / percentile(alone, 0.99);
  const refusalMs = percentile(refused, 0.99);
  const withoutRetryAfter = refused.filter(({ retryAfter }) => !retryAfter).length;
  process.stdout.write(`queries, ms (p50 / p95 / p99)
  alone            ${shown(alone)}
  during sign-ins  ${shown(beside)}
p99 ratio          ${ratio.toFixed(2)} (limit ${ratioMax})
sign-ins           ${signIns.length} sent, ${served.length} served, ${refused.length} rejected, ${
    signIns.length - served.length - refused.length
  } other
rejections, ms     ${shown(refused)} (p99 limit ${refusalMsMax}), ${withoutRetryAfter} without Retry-After
failed queries     ${[...alone, ...beside].filter(({ status }) => status !== 200).length}
`);
  const holds = ratio <= ratioMax && refusalMs <= refusalMsMax && withoutRetryAfter === 0;
  process.stdout.write(holds ? 'Passed.\n' : 'Failed.\n');
  if (!holds) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:4000' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      queries: { type: 'string', default: '40' },
      'sign-ins': { type: 'string', default: '20' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  const queries = () => steadily(values.url, () => query, Number(values.queries), seconds);
  // Warms up plans, pools and compiled code.
  await queries();
  const [alone, beside, signIns]: [Timed[], Timed[], Timed[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(...(await queries()));
    const offered = steadily(values.url, signInOfSomebody, Number(values['sign-ins']), seconds);
    beside.push(...(await queries()));
    signIns.push(...(await offered));
  }
  report(alone, beside, signIns);
  reportVictims(await victimsBesideFloods(values.url));
  agent.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
