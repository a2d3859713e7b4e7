import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Agent, request } from 'undici';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { orderInput, placeOrderDocument } from '../../ops/k6/workload/operations';
import { type Child, endChild, startChild } from '../../platform/process/child';
import { msPerSecond } from '../../platform/values/time';
import { closedLoop } from '../../testing/load/closed-loop';
import { perSecond } from '../../testing/load/latencies';
import { compiledCode } from '../../testing/started-shop';
import { BenchShop, topologies } from '../bench-shop';
import { stockEverything } from '../load/place-orders';
import { processesOf } from '../measure/processes';
import { secondsOption, topologyOption } from '../options';
import { faultsOf, refusalCpuMs } from '../overload/judge';
import {
  type OrderAnswer,
  ordersAtRate,
  type Part,
  type PlaceOrder,
  rowOfStep,
  type Step,
} from '../overload/orders-at-rate';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const customersCount = 100;
const warmUpSeconds = 20;
/** Clients of the closed loop whose rate is taken as the one that the shop sustains. */
const sustainingClients = 64;
/** Open calls of the generator: more than the shop lets wait. */
const connectionsMax = 4_000;
const overloadFactor = 4;
/** The time in which an overload may still be a burst; its orders are reported on their own. */
const onsetSeconds = 8;
/** The load with which the latency before and after is measured. */
const calmFactor = 0.5;
const recoveryStepSeconds = 1;
const recoveryStepsMax = 10;
/** The latency is back when it is at most this many times that of before. */
const recoveredFactor = 2;

const settings = { ORDERPROCESSING_ORDERS_FRAUD_ORDERS_PER_HOUR: '100000' };

interface GraphqlBody {
  readonly data?: { readonly placeOrder?: { readonly status?: string; readonly code?: string } };
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** Places orders at the address, as one of the customers. */
function orderer(url: string, customers: readonly string[], http: Agent): PlaceOrder {
  return async (index): Promise<OrderAnswer> => {
    const variables = { input: orderInput(demoSkuOf(index), randomUUID()) };
    const token = customers[index % customers.length] ?? '';
    const { headers, body } = await request(`${url}/graphql`, {
      dispatcher: http,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: placeOrderDocument, variables }),
    });
    const { data, errors = [] } = (await body.json()) as GraphqlBody;
    const { status, code } = data?.placeOrder ?? {};
    const outcome = status ?? code ?? errors[0]?.extensions?.code ?? 'no answer';
    return { outcome, hasRetryAfter: headers['retry-after'] !== undefined };
  };
}

async function startRefusing(): Promise<{ readonly url: string; readonly child: Child }> {
  const { promise: port, resolve: report } = Promise.withResolvers<string>();
  const child = await startChild({
    command: process.execPath,
    args: [path.join(compiledCode, 'bench/overload/refusing-server.js')],
    deathSignal: 'SIGTERM',
    onLine: (line) => report(line),
  });
  return { url: `http://127.0.0.1:${await port}`, child };
}

/** Orders at the rate that is sustained; what exceeds it goes to a server that only refuses. */
const besideRefusals = (place: PlaceOrder, refuse: PlaceOrder): PlaceOrder => {
  return (index) => (index % overloadFactor === 0 ? place(index / overloadFactor) : refuse(index));
};

interface Loads {
  /** Sends so many times the sustained rate, and logs the result of each part. */
  readonly load: <Parts extends readonly Part[]>(
    parts: Parts,
    factor: number,
    chosen?: PlaceOrder,
  ) => Promise<{ readonly [Index in keyof Parts]: Step }>;
  readonly seconds: number;
}

/** @returns the milliseconds after which the p50 is that of before again; null if it is not. */
async function recovery({ load }: Loads, before: Step): Promise<number | null> {
  const endMs = performance.now();
  for (let turn = 1; turn <= recoveryStepsMax; turn += 1) {
    const startedMs = performance.now();
    const part = { name: `second ${turn} after it`, seconds: recoveryStepSeconds } as const;
    const [{ acceptedP50Ms }] = await load([part] as const, calmFactor);
    const isBack = acceptedP50Ms > 0 && acceptedP50Ms <= recoveredFactor * before.acceptedP50Ms;
    if (isBack) return startedMs - endMs;
  }
  return null;
}

async function measure(loads: Loads, factors: readonly number[], peakPlace: PlaceOrder) {
  const { load, seconds } = loads;
  const [before] = await load([{ name: 'calm', seconds }] as const, calmFactor);
  const steps = [before];
  for (const factor of factors) {
    steps.push(...(await load([{ name: `${factor} times`, seconds }] as const, factor)));
  }
  const atPeak = { name: 'peak, the rest refused elsewhere', seconds } as const;
  const [peak] = await load([atPeak] as const, overloadFactor, peakPlace);
  const [onset, overloaded] = await load(
    [
      { name: `${overloadFactor} times, the first seconds`, seconds: onsetSeconds },
      { name: `${overloadFactor} times, after them`, seconds },
    ] as const,
    overloadFactor,
  );
  const recoveredAfterMs = await recovery(loads, before);
  return {
    rows: [...steps, peak, onset, overloaded].map(rowOfStep),
    peak,
    overloaded,
    recoveredAfterMs,
  };
}

function textOf({ name, goodput, acceptedP99Ms, refused, refusedP99Ms }: Step): string {
  const [good, p99, refusal] = [goodput, acceptedP99Ms, refusedP99Ms].map((one) => one.toFixed(0));
  return `${name}: ${good} a second within 5 s, p99 ${p99} ms, ${refused} refused in ${refusal} ms`;
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const [seconds, factors] = [options.number('seconds'), options.numbers('factors')];
  const shop = await BenchShop.start(options.oneOf('topology', topologies), [], settings);
  const refusing = await startRefusing();
  const http = new Agent({ connections: connectionsMax, pipelining: 1 });
  try {
    await stockEverything(shop);
    const customers = await shop.newCustomers(customersCount);
    const place = orderer(shop.url, customers, http);
    const refuse = orderer(refusing.url, customers, http);
    const outcome: Parameters<typeof closedLoop>[2] = async () =>
      (await place(Math.floor(Math.random() * customersCount * 2))).outcome;
    await closedLoop(sustainingClients, warmUpSeconds * msPerSecond, outcome);
    const sustained = perSecond(
      await closedLoop(sustainingClients, seconds * msPerSecond, outcome),
    );
    log(`${sustained.toFixed(0)} orders a second are sustained`);
    const cpuMs = () => processesOf(shop.pid).reduce((sum, one) => sum + one.cpuMs, 0);
    const load: Loads['load'] = async (parts, factor, chosen = place) => {
      const steps = await ordersAtRate(parts, sustained * factor, chosen, cpuMs);
      for (const step of steps) log(textOf(step));
      return steps;
    };
    const { rows, ...found } = await measure(
      { load, seconds },
      factors,
      besideRefusals(place, refuse),
    );
    const cost = refusalCpuMs(found).toFixed(2);
    const back =
      found.recoveredAfterMs === null ? 'not' : `${Math.round(found.recoveredAfterMs)} ms`;
    const report = `A refusal costs ${cost} ms of CPU. The latency of before was back after: ${back}.`;
    return { rows, faults: faultsOf(found), report };
  } finally {
    await http.close();
    await endChild(refusing.child, [['SIGTERM', msPerSecond]]);
    await shop.stop();
  }
}

/** Orders at multiples of what the shop sustains, sent whether it answers or not. */
export const overload: Scenario = {
  name: 'overload',
  measures: 'goodput, latency and refusals at up to four times the orders that are sustained',
  options: {
    factors: {
      value: 'LIST',
      means: 'multiples of the sustained rate to measure before the peak and four times it',
      fallback: '1,1.5,2',
    },
    seconds: secondsOption('seconds of each step', 20),
    topology: topologyOption,
  },
  run,
};
