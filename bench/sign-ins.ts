import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const help = `npm run bench:sign-ins -- [--url URL] [--seconds N] [--rounds N]

Do sign-ins stall other requests? A steady stream of queries is timed alone and beside sign-ins
that are offered from a different address each, in turn. Then one account and one address flood
the queue of passwords, and sign-ins of somebody else are timed beside them. The shop must be
running and believe X-Forwarded-For of this machine:
  ORDERPROCESSING_SERVER_TRUSTED_PROXIES=127.0.0.1 npm start

  --url URL      http://127.0.0.1:4000 without
  --seconds N    how long each part takes; 10 without
  --rounds N     how often both parts follow each other; 3 without
  --queries N    queries a second; 40 without
  --sign-ins N   sign-ins a second; 20 without
`;

const callDeadlineMs = 30_000;
const ratioMax = 1.5;
const refusalMsMax = 50;

/** While 30 sign-ins of one account and 60 from one address are under way at any moment. */
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

/** Another account each time: there is none of that name, which takes as long. */
const signInOfSomebody = () => signInOf(`person${++people}`);
let people = 0;

interface Timed {
  readonly ms: number;
  readonly status: number;
  readonly retryAfter: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
let caller = 0;

/** Another address each time, as of many people. */
const nextAddress = (): string => {
  caller += 1;
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`;
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
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Sends at fixed moments, whether or not the answers before have come: nothing waits its turn. */
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

/** So many at any moment, each sent again as soon as it is answered, until the signal. */
async function flood(parallel: number, once: () => Promise<Timed>, signal: AbortSignal) {
  const one = async () => {
    while (!signal.aborted) {
      const { status } = await once();
      // This process shares the cores with the shop: it must not be what stalls the others.
      if (status !== 200) await delay(250);
    }
  };
  await Promise.all(Array.from({ length: parallel }, one));
}

/** Sign-ins of somebody else, one after the other, while both floods go on. */
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
    `beside floods      ${served} of ${answers.length} sign-ins of somebody else served, the slowest in ${slowest.toFixed(0)} ms (at most ${victimMsMax})\n`,
  );
  if (served < answers.length || slowest > victimMsMax) {
    process.stdout.write('It does not hold.\n');
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
  const untold = refused.filter(({ retryAfter }) => !retryAfter).length;
  process.stdout.write(`queries, ms (p50 / p95 / p99)
  alone            ${shown(alone)}
  beside sign-ins  ${shown(beside)}
p99 ratio          ${ratio.toFixed(2)} (at most ${ratioMax})
sign-ins           ${signIns.length} offered, ${served.length} served, ${refused.length} refused, ${
    signIns.length - served.length - refused.length
  } other
refusals, ms       ${shown(refused)} (p99 at most ${refusalMsMax}), ${untold} without Retry-After
failed queries     ${[...alone, ...beside].filter(({ status }) => status !== 200).length}
`);
  const holds = ratio <= ratioMax && refusalMs <= refusalMsMax && untold === 0;
  process.stdout.write(holds ? 'It holds.\n' : 'It does not hold.\n');
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
  // Plans, pools and compiled code are there before anything is timed.
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
