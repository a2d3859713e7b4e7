import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Sample, Tally } from '../../testing/load/latencies';
import { type Account, type Accounts, password } from './accounts';
import { post } from './attacks/attack';
import type { HttpClient } from './http';

const rounds = 5;
const ofOneAccount = 30;
const ofOneAddress = 60;
/** Time for the other sign-ins to enter the queue. */
const headStartMs = 50;

const signingIn = `mutation($i: LoginInput!) {
  login(input: $i) { __typename ... on UserError { code } } }`;

const signIn = (email: string, headers: Readonly<Record<string, string>> = {}) =>
  post(signingIn, { i: { email, password } }, headers);

let used = 0;
/** A network address without an earlier sign-in. */
function newAddress(): string {
  used += 1;
  return `10.20.${(used >> 8) & 255}.${used & 255}`;
}

/**
 * Measures a sign-in of a known device while 30 sign-ins of another account and 60 from another
 * address are pending. The scenario `sign-in-floods` measures those of new devices.
 */
export async function signInBesideOthers(
  client: HttpClient,
  { neighbours }: Accounts,
): Promise<Sample> {
  const tally = new Tally();
  const startedAtMs = performance.now();
  const send = (email: string, address: string) =>
    client.send(signIn(email), { address, token: null });
  for (let round = 0; round < rounds; round += 1) {
    const [flooded, victim] = neighbours.slice(round * 2) as [Account, Account];
    const address = newAddress();
    const others = [
      ...Array.from({ length: ofOneAccount }, () => send(flooded.email, newAddress())),
      ...Array.from({ length: ofOneAddress }, () => send(`${randomUUID()}@example.com`, address)),
    ];
    await pause(headStartMs);
    const known = signIn(victim.email, { 'x-device-token': victim.deviceToken });
    const answer = await client.send(known, { address: newAddress(), token: null });
    tally.add(answer.ms, answer.code === 'ok' ? 'answered' : `${answer.status} ${answer.code}`);
    await Promise.all(others);
  }
  return tally.sample(performance.now() - startedAtMs);
}
