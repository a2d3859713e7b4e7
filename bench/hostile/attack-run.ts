import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../platform/testing/random';
import { type Sample, Tally } from '../../testing/load/latencies';
import type { Attack } from './attacks/attack';
import type { Assault } from './attacks/connections';
import type { Callers } from './callers';
import type { HttpClient, HttpRequest } from './http';

/** A running attack, kept so that a blocked event loop can be attributed. */
interface ActiveAttack {
  readonly attack: string;
  readonly fromMs: number;
  toMs: number;
}

export interface AttackRunOptions {
  readonly client: HttpClient;
  readonly callers: Callers;
  readonly random: Random;
  readonly url: string;
  /** Number of concurrent requests. */
  readonly attackers: number;
}

/** A phase of the run: its attacks and its duration. */
export interface Phase {
  readonly name: string;
  readonly attacks: readonly Attack[];
  readonly assaults: readonly Assault[];
  readonly durationMs: number;
}

export interface PhaseResult {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly sample: Sample;
  /** Outcomes that must not happen: internal errors and broken connections. */
  readonly faults: readonly string[];
}

/** Pause between two requests of an attacker, so that the attackers do not use up the cores. */
const pauseMs = 20;
const rememberedMs = 5_000;
const holdMsMax = 45_000;

/** A longer body is refused before it has arrived, and its connection closed. */
const bodyBytesMax = 1_048_576;

const mayBeCut = ({ mayBeCut: isCut, body = '' }: HttpRequest): boolean =>
  isCut === true || Buffer.byteLength(body) > bodyBytesMax;

/** Attacks a shop, one phase after the other. */
export class AttackRun {
  private active: ActiveAttack[] = [];

  constructor(private readonly options: AttackRunOptions) {}

  /** The attacks that were running in this interval; only the last seconds are kept. */
  during(fromMs: number, toMs: number): string[] {
    const found = this.active.filter((one) => one.fromMs <= toMs && one.toMs >= fromMs);
    return [...new Set(found.map(({ attack }) => attack))];
  }

  async run(phase: Phase): Promise<PhaseResult> {
    const { attackers } = this.options;
    const tally = new Tally();
    const faults: string[] = [];
    const held: Record<string, number> = {};
    const fromMs = Date.now();
    const ending = new AbortController();
    const startedAtMs = performance.now();
    const endsAtMs = startedAtMs + phase.durationMs;
    const timer = setTimeout(() => ending.abort(), phase.durationMs);
    const loops = phase.attacks.length === 0 ? 0 : attackers;
    const isQuiet = loops === 0 && phase.assaults.length === 0;
    await Promise.all([
      ...(isQuiet ? [pause(phase.durationMs)] : []),
      ...Array.from({ length: loops }, () => this.attack(phase, endsAtMs, tally, faults)),
      ...phase.assaults.map((assault) => this.assault(assault, endsAtMs, ending.signal, held)),
    ]);
    clearTimeout(timer);
    const sent = tally.sample(performance.now() - startedAtMs);
    const sample = { ...sent, outcomes: { ...sent.outcomes, ...held } };
    return { name: phase.name, fromMs, toMs: Date.now(), sample, faults };
  }

  private async attack(
    { attacks }: Phase,
    endsAtMs: number,
    tally: Tally,
    faults: string[],
  ): Promise<void> {
    const { client, callers, random } = this.options;
    while (performance.now() < endsAtMs) {
      const attack = random.pick(attacks);
      const { draw, caller } = callers.next(attack);
      const request = attack.request(draw);
      const answer = await this.remembered(attack.name, () => client.send(request, caller));
      tally.add(answer.ms, `${answer.status} ${answer.code}`);
      const broke = answer.status === 0 && !mayBeCut(request);
      if (answer.isFault || broke) {
        faults.push(`${attack.name}: ${answer.status} ${answer.code}`);
      }
      await pause(pauseMs);
    }
  }

  private async assault(
    assault: Assault,
    endsAtMs: number,
    signal: AbortSignal,
    held: Record<string, number>,
  ): Promise<void> {
    const { url, callers } = this.options;
    while (!signal.aborted) {
      const leftMs = endsAtMs - performance.now();
      if (leftMs <= 0) return;
      const { draw, caller } = callers.next(assault);
      const holdMs = Math.min(holdMsMax, leftMs);
      const target = { url, address: caller.address, holdMs, signal };
      const counts = await this.remembered(assault.name, () => assault.engage(draw, target));
      for (const [outcome, count] of Object.entries(counts)) {
        held[outcome] = (held[outcome] ?? 0) + count;
      }
    }
  }

  private async remembered<Value>(attack: string, act: () => Promise<Value>): Promise<Value> {
    const one: ActiveAttack = { attack, fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY };
    this.active.push(one);
    try {
      return await act();
    } finally {
      one.toMs = Date.now();
      this.active = this.active.filter(({ toMs }) => toMs > Date.now() - rememberedMs);
    }
  }
}
