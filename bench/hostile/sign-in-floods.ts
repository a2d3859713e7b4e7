import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Sample, Tally } from '../../testing/load/latencies';
import type { BenchShop } from '../bench-shop';
import { password } from './accounts';

/** The number of concurrent sign-ins of each attacking network address. */
const openSignIns = 2;
const refusedPauseMs = 300;
/** A network address may sign in 60 times a minute. */
const knownPauseMs = 1_100;
const newcomerPauseMs = 2_500;

export interface Flood {
  readonly name: string;
  readonly addresses: readonly string[];
}

export const floods: readonly Flood[] = [
  {
    name: '28 addresses of 28 networks',
    addresses: Array.from({ length: 28 }, (_, n) => `198.18.${n}.1`),
  },
  {
    name: '64 networks of one /58',
    addresses: Array.from({ length: 64 }, (_, n) => `2001:db8:0:${n.toString(16)}::1`),
  },
];

export interface Tries {
  /** Sign-ins of one account, from a device that was signed in before. */
  readonly known: number;
  /** Sign-ins of new visitors, each from a network of its own; as many register. */
  readonly newcomers: number;
}

export interface Outcome {
  readonly known: Sample;
  readonly signIns: Sample;
  readonly registrations: Sample;
  readonly attackers: Sample;
}

const session = '{ __typename ... on Session { deviceToken } }';
const signingIn = `mutation ($input: LoginInput!) { outcome: login(input: $input) ${session} }`;
const registering = `mutation ($input: RegisterInput!) { outcome: register(input: $input) ${session} }`;

interface Answered {
  readonly ms: number;
  /** The type of the outcome, or the code of the error. */
  readonly outcome: string;
  readonly deviceToken: string | null;
}

type Headers = Readonly<Record<string, string>>;

async function send(
  shop: BenchShop,
  query: string,
  input: object,
  headers: Headers,
): Promise<Answered> {
  const startedAtMs = performance.now();
  const { data, errors } = await shop.ask(query, { input }, null, headers);
  const found = (data?.outcome ?? {}) as { __typename?: string; deviceToken?: string };
  return {
    ms: performance.now() - startedAtMs,
    outcome: found.__typename ?? errors?.[0]?.extensions?.code ?? 'no outcome',
    deviceToken: found.deviceToken ?? null,
  };
}

let networks = 0;
/** A network address that has not called yet. */
function newNetwork(): Headers {
  networks += 1;
  return { 'x-forwarded-for': `10.${(networks >> 8) & 255}.${networks & 255}.1` };
}

const newEmail = (): string => `${randomUUID()}@example.com`;

/** @throws Error if the account is not registered. */
async function register(shop: BenchShop): Promise<{ email: string; deviceToken: string }> {
  const email = newEmail();
  const input = { email, password, name: 'Ada Buyer' };
  const { deviceToken, outcome } = await send(shop, registering, input, newNetwork());
  if (deviceToken === null) throw new Error(`Registration failed: ${outcome}`);
  return { email, deviceToken };
}

/** Signs in with wrong passwords, as fast as allowed, until the signal aborts. */
async function failFrom(shop: BenchShop, address: string, tally: Tally, signal: AbortSignal) {
  const one = async () => {
    while (!signal.aborted) {
      const input = { email: newEmail(), password: 'wrong password' };
      const { ms, outcome } = await send(shop, signingIn, input, { 'x-forwarded-for': address });
      tally.add(ms, outcome);
      if (outcome !== 'InvalidCredentialsError') await pause(refusedPauseMs);
    }
  };
  await Promise.all(Array.from({ length: openSignIns }, one));
}

async function tallied(count: number, pauseMs: number, once: () => Promise<Answered>) {
  const tally = new Tally();
  const startedAtMs = performance.now();
  for (let done = 0; done < count; done += 1) {
    await pause(pauseMs);
    const { ms, outcome } = await once();
    tally.add(ms, outcome);
  }
  return tally.sample(performance.now() - startedAtMs);
}

/** Signs in and registers beside a flood of wrong passwords. */
export async function besideFlood(
  shop: BenchShop,
  { addresses }: Flood,
  tries: Tries,
): Promise<Outcome> {
  const known = await register(shop);
  const knownHeaders = { ...newNetwork(), 'x-device-token': known.deviceToken };
  const emails: string[] = [];
  while (emails.length < tries.newcomers) emails.push((await register(shop)).email);
  const end = new AbortController();
  const attackers = new Tally();
  const startedAtMs = performance.now();
  const flood = Promise.all(
    addresses.map((address) => failFrom(shop, address, attackers, end.signal)),
  );
  const [knownOnes, signIns, registrations] = await Promise.all([
    tallied(tries.known, knownPauseMs, () =>
      send(shop, signingIn, { email: known.email, password }, knownHeaders),
    ),
    tallied(tries.newcomers, newcomerPauseMs, () =>
      send(shop, signingIn, { email: emails.pop(), password }, newNetwork()),
    ),
    tallied(tries.newcomers, newcomerPauseMs, () =>
      send(shop, registering, { email: newEmail(), password, name: 'Ada' }, newNetwork()),
    ),
  ]);
  end.abort();
  await flood;
  const elapsedMs = performance.now() - startedAtMs;
  return { known: knownOnes, signIns, registrations, attackers: attackers.sample(elapsedMs) };
}
