import type { Registry } from 'prom-client';
import { counterIn, histogramIn } from '../../platform/telemetry/instruments';
import { msPerSecond } from '../../platform/values/time';

/** What is tried from outside, as a client would. */
export const checkNames = ['ready', 'quote'] as const;
export type CheckName = (typeof checkNames)[number];

export interface Checked {
  readonly check: CheckName;
  /** Null if it worked. */
  readonly fault: string | null;
  readonly tookMs: number;
}

export interface ProbeOptions {
  /** Origin of the public address. */
  readonly url: string;
  /** What to ask the price of; null: the first product of the catalogue. */
  readonly sku: string | null;
  /** Where it would be delivered. */
  readonly country: string;
  readonly registry: Registry;
}

export interface Probe {
  /** Makes each check once, one after the other. Never rejects. */
  run(): Promise<Checked[]>;
}

/** The time that the API itself may take. */
const answerDeadlineMs = 10_000;
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const firstProduct = '{ products(first: 1) { nodes { sku price { currency } } } }';
const product = 'query ($sku: ID!) { product(sku: $sku) { sku price { currency } } }';
const quote = `query ($sku: ID!, $currency: Currency!, $country: CountryCode!) {
  quote(currency: $currency, country: $country, lines: [{ sku: $sku, quantity: 1 }]) {
    __typename
    ... on Quote { total { amount } }
    ... on UserError { code }
  }
}`;

interface Priced {
  readonly sku: string;
  readonly price: { readonly currency: string } | null;
}

interface Quoted {
  readonly __typename: string;
  readonly total?: { readonly amount: string };
  readonly code?: string;
}

function metricsIn(registry: Registry) {
  const checks = counterIn(registry, {
    name: 'probe_checks_total',
    help: 'Checks of the public address from outside, by check and outcome: ok or failed.',
    labelNames: ['check', 'outcome'],
  });
  // A series that begins with its first failure would be one short.
  for (const check of checkNames) {
    for (const outcome of ['ok', 'failed']) checks.inc({ check, outcome }, 0);
  }
  const durations = histogramIn(registry, {
    name: 'probe_check_duration_seconds',
    help: 'Time of a check of the public address from outside.',
    labelNames: ['check'],
    buckets,
  });
  return ({ check, fault, tookMs }: Checked): void => {
    checks.inc({ check, outcome: fault === null ? 'ok' : 'failed' });
    durations.observe({ check }, tookMs / msPerSecond);
  };
}

/** @throws Error that says what was answered instead. */
async function ask<Data>(url: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
    redirect: 'manual',
    signal: AbortSignal.timeout(answerDeadlineMs),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  const { data, errors } = JSON.parse(text) as {
    data?: Data;
    errors?: readonly { readonly message: string }[];
  };
  if (errors?.[0]) throw new Error(errors[0].message);
  if (!data) throw new Error('an answer without data');
  return data;
}

async function checkReady(url: string): Promise<void> {
  const signal = AbortSignal.timeout(answerDeadlineMs);
  const response = await fetch(`${url}/ready`, { redirect: 'manual', signal });
  await response.body?.cancel();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
}

async function productOf({ url, sku }: ProbeOptions): Promise<Priced> {
  const found =
    sku === null
      ? (await ask<{ products: { nodes: Priced[] } }>(url, firstProduct, {})).products.nodes[0]
      : (await ask<{ product: Priced | null }>(url, product, { sku })).product;
  if (!found) throw new Error(sku === null ? 'there is no product' : `there is no product ${sku}`);
  return found;
}

/** The whole way through the gateway, inventory and orders, without changing anything. */
async function checkQuote(options: ProbeOptions): Promise<void> {
  const { sku, price } = await productOf(options);
  if (price === null) throw new Error(`${sku} has no price`);
  const { currency } = price;
  const { country, url } = options;
  const answer = await ask<{ quote: Quoted | null }>(url, quote, { sku, currency, country });
  if (answer.quote?.total?.amount) return;
  throw new Error(`${answer.quote?.__typename ?? 'null'} ${answer.quote?.code ?? ''}`.trim());
}

function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

async function timed(check: CheckName, work: () => Promise<void>): Promise<Checked> {
  const startedAtMs = performance.now();
  const fault = await work().then(() => null, messageOf);
  return { check, fault, tookMs: performance.now() - startedAtMs };
}

/** Tries the shop from outside; the objective of availability counts what it finds. */
export function createProbe(options: ProbeOptions): Probe {
  const record = metricsIn(options.registry);
  return {
    run: async () => {
      const ready = await timed('ready', () => checkReady(options.url));
      const quoted = await timed('quote', () => checkQuote(options));
      const checked = [ready, quoted];
      for (const one of checked) record(one);
      return checked;
    },
  };
}
