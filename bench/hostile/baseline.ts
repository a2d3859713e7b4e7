import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchShop } from '../bench-shop';
import type { Log } from '../scenario';
import { type Attack, hashOf } from './attacks/attack';
import type { Callers } from './callers';
import { type Exchanged, textIn } from './charged-points';
import { byEach, type CpuUse, cpuBetween, cpuSoFar, idleRateOf, withoutIdle } from './cpu-time';
import type { Caller, HttpAnswer, HttpClient, HttpRequest } from './http';
import { blockedMs, type LoopWatch, type NamedLoopSample } from './loop-watch';

/** A request measured while no other was running. */
export interface Baseline {
  readonly attack: string;
  readonly hashesPasswords: boolean;
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
  /** Whether the gateway had not seen the text before. */
  readonly isNewText: boolean;
  /**
   * CPU of all processes, PostgreSQL and Redis included, without what an idle shop uses: the
   * minimum of up to five attempts, of which the later ones are the mean of several requests.
   */
  readonly cpuMs: number;
  readonly cpuByProcess: Readonly<Record<string, number>>;
  /** The longest time that an event loop was blocked, and its process. */
  readonly blockedMs: number;
  readonly blockedProcess: string;
}

export interface BaselineOptions {
  readonly shop: BenchShop;
  readonly client: HttpClient;
  readonly watch: LoopWatch;
  readonly callers: Callers;
  readonly attacks: readonly Attack[];
  /** Requests of each attack; random operations get ten times as many. */
  readonly each: number;
  readonly budgetMs: (exchanged: Exchanged) => number;
  readonly log: Log;
}

/**
 * The polling interval until the shop is idle: work that follows a response, such as logging and
 * garbage collection, counts for the request.
 */
const quietMs = 25;
/** The shop counts as idle with at most this CPU time in `quietMs`, probes included. */
const idleCpuMs = 2;
const quietRoundsMax = 20;
const probeMs = 150;
const repeatsMax = 4;
/** Several requests share the idle time that is subtracted, which is only known roughly. */
const repeatMs = 100;
/** The pause between repetitions, so that a background job does not disturb all of them. */
const repeatPauseMs = 500;
const limitedPauseMs = 3_000;
const limitedMax = 5;
const warmUpsEach = 4;
const randomShare = 10;
/** Time limit for each attack, enough to show its effect. */
const attackMsMax = 90_000;

interface Measuring extends BaselineOptions {
  readonly idle: CpuUse;
  readonly seenTexts: Set<string>;
}

interface Measured {
  readonly answer: HttpAnswer;
  readonly isNewText: boolean;
  readonly cpuMs: number;
  readonly cpuByProcess: Readonly<Record<string, number>>;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Renames the operation, so that no cache has its text; a hash sent with the text is corrected. An
 * order gets a key of its own, because the same key would only read what was placed.
 */
function renamed(request: HttpRequest): HttpRequest {
  if (typeof request.body !== 'string') return request;
  const name = `R${Math.floor(Math.random() * 2 ** 48).toString(36)}`;
  const body = request.body
    .replace(/^(\{"query":"(?:query|mutation) )\w+/, `$1${name}`)
    .replace(/("idempotencyKey":")[\da-f-]{36}/, `$1${randomUUID()}`);
  const [text, newText] = [textIn(request), textIn({ ...request, body })];
  if (text === null || newText === null) return { ...request, body };
  return { ...request, body: body.replace(hashOf(text), hashOf(newText)) };
}

/** Waits until the shop is idle again. @returns the CPU time so far of each process. */
async function cpuWhenQuiet(pid: number) {
  let last = cpuSoFar(pid);
  for (let round = 0; round < quietRoundsMax; round += 1) {
    await pause(quietMs);
    const now = cpuSoFar(pid);
    const usedMs = cpuBetween(last, now).total;
    last = now;
    if (usedMs <= idleCpuMs) break;
  }
  return last;
}

/** @returns whether it was not seen before. */
function see(seenTexts: Set<string>, request: HttpRequest): boolean {
  const text = textIn(request) ?? '';
  const isNew = !seenTexts.has(text);
  seenTexts.add(text);
  return isNew;
}

/** The mean of requests that are sent one after the other. */
async function measure(
  { shop, client, seenTexts, idle }: Measuring,
  requests: readonly HttpRequest[],
  caller: Caller,
): Promise<Measured> {
  const areNew = requests.map((request) => see(seenTexts, request));
  const fromMs = Date.now();
  const before = cpuSoFar(shop.pid);
  const answers: HttpAnswer[] = [];
  for (const request of requests) answers.push(await client.send(request, caller));
  const after = await cpuWhenQuiet(shop.pid);
  const toMs = Date.now();
  const used = withoutIdle(cpuBetween(before, after), toMs - fromMs, idle);
  const { total: cpuMs, byProcess } = byEach(used, (ms) => ms / requests.length);
  const isNewText = areNew.every(Boolean);
  return { answer: oddOf(answers), isNewText, cpuMs, cpuByProcess: byProcess, fromMs, toMs };
}

/** An answer that differs from the others, such as the first that is rate limited. */
function oddOf(answers: readonly HttpAnswer[]): HttpAnswer {
  const [first] = answers;
  if (!first) throw new Error('Nothing was sent.');
  return answers.find(({ status }) => status !== first.status) ?? first;
}

/** Waits while the caller is rate limited, so that the rejection is not what is measured. */
async function measureAllowed(options: Measuring, attack: Attack) {
  const { callers } = options;
  for (let left = limitedMax; ; left -= 1) {
    const { draw, caller } = callers.next(attack);
    const request = attack.request(draw);
    const measured = await measure(options, [request], caller);
    if (measured.answer.status !== 429 || left === 0) return { request, caller, measured };
    await pause(limitedPauseMs);
  }
}

/** Sends a request once more, and again while the caller is rate limited. */
async function sendAllowed({ client }: Measuring, request: HttpRequest, caller: Caller) {
  for (let left = limitedMax; left >= 0; left -= 1) {
    const { status } = await client.send(renamed(request), caller);
    if (status !== 429) return;
    await pause(limitedPauseMs);
  }
}

/**
 * Repeats a request that exceeds its budget up to four times, for some 0.1 s each, because garbage
 * collection or a job may have interfered. Each time, the first request is not measured: it refills
 * the caches of a core that was idle.
 */
async function measureOne(options: Measuring, attack: Attack): Promise<Baseline & Measured> {
  const { request, caller, measured } = await measureAllowed(options, attack);
  let least = measured;
  for (let repeat = 0; repeat < repeatsMax; repeat += 1) {
    if (least.cpuMs <= options.budgetMs({ request, ...least })) break;
    await pause(repeatPauseMs);
    await sendAllowed(options, request, caller);
    const length = Math.max(1, Math.round(repeatMs / least.cpuMs));
    const requests = Array.from({ length }, () => renamed(request));
    const again = await measure(options, requests, caller);
    const isAlike = again.answer.status === least.answer.status;
    if (isAlike && again.cpuMs < least.cpuMs) least = again;
  }
  const hashesPasswords = attack.hashesPasswords === true;
  const { fromMs } = measured;
  const unknown = { blockedMs: 0, blockedProcess: '' };
  return { attack: attack.name, hashesPasswords, request, ...least, fromMs, ...unknown };
}

/** Assigns each block that the probes saw to the longest request that was running at the time. */
function withBlocks(
  sent: readonly (Baseline & Measured)[],
  samples: readonly NamedLoopSample[],
): Baseline[] {
  const blocks = new Map<number, NamedLoopSample>();
  for (const sample of samples) {
    const fromMs = sample.atMs - sample.spanMs;
    let [found, longestMs] = [-1, -1];
    sent.forEach((one, place) => {
      const isMeanwhile = one.fromMs <= sample.atMs && one.toMs >= fromMs;
      if (!isMeanwhile || one.answer.ms <= longestMs) return;
      [found, longestMs] = [place, one.answer.ms];
    });
    const known = blocks.get(found);
    if (!known || blockedMs(known) < blockedMs(sample)) blocks.set(found, sample);
  }
  return sent.map((one, place) => {
    const sample = blocks.get(place);
    if (!sample) return one;
    return { ...one, blockedMs: blockedMs(sample), blockedProcess: sample.process };
  });
}

/** Sends the requests of each attack, and random operations, one at a time. */
export async function measureBaseline(options: BaselineOptions): Promise<Baseline[]> {
  const { shop, attacks, callers, client, watch, each, log } = options;
  const seenTexts = new Set<string>();
  for (const attack of attacks) {
    for (let count = 0; count < warmUpsEach; count += 1) {
      const { draw, caller } = callers.next(attack);
      const request = attack.request(draw);
      see(seenTexts, request);
      await client.send(request, caller);
    }
  }
  const idle = await idleRateOf(shop.pid);
  log(`alone: an idle shop uses ${(idle.total * 100).toFixed(1)} % of a core`);
  watch.read();
  const sent: (Baseline & Measured)[] = [];
  for (const attack of attacks) {
    const count = attack.name === 'random operations' ? each * randomShare : each;
    const endsAtMs = performance.now() + attackMsMax;
    for (let place = 0; place < count && performance.now() < endsAtMs; place += 1) {
      sent.push(await measureOne({ ...options, seenTexts, idle }, attack));
    }
    log(`alone: ${attack.name}`);
  }
  await pause(probeMs);
  return withBlocks(sent, watch.read());
}
