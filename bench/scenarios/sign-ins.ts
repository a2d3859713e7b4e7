import { setTimeout as pause } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import { type Call, closedLoop } from '../../testing/load/closed-loop';
import { constantRate } from '../../testing/load/constant-rate';
import { percentile, type Sample, Tally, together } from '../../testing/load/latencies';
import { post } from '../hostile/attacks/attack';
import { type HttpAnswer, HttpClient, type HttpRequest } from '../hostile/http';
import { costOption, startSignInShop } from '../hostile/sign-in-shop';
import { secondsOption } from '../options';
import { rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const ratioMax = 1.5;
const refusalMsMax = 50;

/** Concurrent sign-ins of one account, and from one address. */
const floods = { ofAccount: 30, fromAddress: 60 } as const;
/**
 * The pause after a refusal: this process shares the cores with the shop and must not slow it down.
 */
const refusedPauseMs = 250;
const victims = 10;
const victimPauseMs = 100;
const victimMsMax = 1_000;
const served = 'answered';
const refusedStatus = 503;

const query = post(
  '{ products(first: 20) { edges { node { sku name price { amount currency } } } } }',
);
const signInOf = (name: string): HttpRequest =>
  post('mutation ($input: LoginInput!) { login(input: $input) { __typename } }', {
    input: { email: `${name}@example.com`, password: 'demo-password' },
  });

let networks = 0;
/** An address in a different network each time, like many people. */
function nextAddress(): string {
  networks += 1;
  return `10.${networks & 255}.${(networks >> 8) & 255}.1`;
}

const outcomeOf = ({ status }: HttpAnswer): string => (status === 200 ? served : String(status));

class SignIns {
  readonly refusals = new Tally();
  withoutRetryAfter = 0;

  constructor(private readonly client: HttpClient) {}

  readonly query: Call = async () => outcomeOf(await this.send(query));

  /** Signs in to a different account each time. None exists, which takes as long to verify. */
  readonly ofStrangers: Call = async (index) => {
    const answer = await this.send(signInOf(`person${index}`));
    if (answer.status === refusedStatus) {
      this.refusals.add(answer.ms, 'refused');
      if (!answer.hasRetryAfter) this.withoutRetryAfter += 1;
    }
    return outcomeOf(answer);
  };

  private send(request: HttpRequest, address = nextAddress()): Promise<HttpAnswer> {
    return this.client.send(request, { address, token: null });
  }

  /**
   * Sign-ins of other accounts, one after the other, during a flood of an account and an address.
   */
  async besideFloods(): Promise<Sample> {
    const end = new AbortController();
    const flood = (clients: number, account: string, address?: string) =>
      closedLoop(clients, end.signal, async () => {
        const outcome = outcomeOf(await this.send(signInOf(account), address));
        if (outcome !== served) await pause(refusedPauseMs);
        return outcome;
      });
    const flooding = Promise.all([
      flood(floods.ofAccount, 'customer'),
      flood(floods.fromAddress, 'partner', '192.0.2.60'),
    ]);
    const tally = new Tally();
    const startedAtMs = performance.now();
    for (let count = 0; count < victims; count += 1) {
      await pause(victimPauseMs);
      const answer = await this.send(signInOf('support'));
      tally.add(answer.ms, outcomeOf(answer));
    }
    end.abort();
    await flooding;
    return tally.sample(performance.now() - startedAtMs);
  }
}

function victimFaults({ outcomes, latenciesMs }: Sample): string[] {
  const slowest = Math.max(...latenciesMs);
  if (outcomes[served] === victims && slowest <= victimMsMax) return [];
  return [
    `During floods ${outcomes[served] ?? 0} of ${victims} sign-ins of other accounts succeeded, the slowest in ${slowest.toFixed(0)} ms (limit ${victimMsMax}).`,
  ];
}

async function measure(signIns: SignIns, options: OptionValues, log: Log): Promise<Measured> {
  const durationMs = options.number('seconds') * msPerSecond;
  const queries = () => constantRate(options.number('queries'), durationMs, signIns.query);
  // Warms up plans, pools and compiled code.
  await queries();
  const [alone, beside, offered]: Sample[][] = [[], [], []];
  for (let round = 1; round <= options.number('rounds'); round += 1) {
    alone?.push(await queries());
    const load = constantRate(options.number('sign-ins'), durationMs, signIns.ofStrangers);
    beside?.push(await queries());
    offered?.push(await load);
    log(`round ${round} of ${options.text('rounds')}`);
  }
  const refused = signIns.refusals.sample(durationMs);
  const [calm, loaded] = [together(alone ?? []), together(beside ?? [])];
  const ratio = percentile(loaded, 99) / percentile(calm, 99);
  const refusalMs = percentile(refused, 99);
  const { withoutRetryAfter } = signIns;
  const flooded = await signIns.besideFloods();
  const faults = [
    ...(ratio <= ratioMax ? [] : [`Sign-ins slow queries down ${ratio.toFixed(2)} times (p99).`]),
    ...(refusalMs <= refusalMsMax ? [] : [`Refusals took ${refusalMs.toFixed(0)} ms (p99).`]),
    ...(withoutRetryAfter === 0 ? [] : [`${withoutRetryAfter} refusals had no Retry-After.`]),
    ...victimFaults(flooded),
  ];
  const figures = { 'p99, times that of queries alone': ratio };
  return {
    rows: [
      rowOf('queries alone', calm),
      { ...rowOf('queries during sign-ins', loaded), figures },
      rowOf('sign-ins', together(offered ?? [])),
      { name: 'refused sign-ins', p50Ms: percentile(refused, 50), p99Ms: refusalMs },
      rowOf('sign-ins of other accounts during floods', flooded),
    ],
    faults,
  };
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const shop = await startSignInShop(options);
  const client = new HttpClient(shop.url);
  try {
    return await measure(new SignIns(client), options, log);
  } finally {
    client.close();
    await shop.stop();
  }
}

export const signIns: Scenario = {
  name: 'sign-ins',
  measures: 'whether sign-ins slow down other requests, and floods the sign-ins of others',
  options: {
    seconds: secondsOption('seconds of each part', 10),
    rounds: { value: 'N', means: 'repetitions of both parts', fallback: '3' },
    queries: { value: 'N', means: 'queries per second', fallback: '40' },
    'sign-ins': { value: 'N', means: 'sign-ins per second', fallback: '20' },
    cost: costOption,
  },
  run,
};
