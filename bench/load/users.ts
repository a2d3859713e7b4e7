import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../../ops/k6/workload/scenarios';
import { msPerSecond } from '../../platform/values/time';

/**
 * The actions of a user between two pauses.
 * @param turn counts the visits of this user.
 */
export type Visit = (user: number, turn: number) => Promise<void>;

/** The interval at which the number of users changes. */
const changeEveryMs = 100;

/** Users who visit the shop again and again, with a pause after each visit: a closed loop. */
export class Users {
  private count = 0;
  private readonly turns: number[] = [];
  private readonly visiting = new Map<number, Promise<void>>();

  constructor(
    private readonly visit: Visit,
    private readonly pauseMs: number,
  ) {}

  /** Users beyond the count end after their visit. */
  change(count: number): void {
    this.count = count;
    for (let user = 0; user < count; user += 1) {
      if (!this.visiting.has(user)) this.visiting.set(user, this.loop(user));
    }
  }

  /** Changes the number of users evenly. @param from the number at the beginning. */
  async during(from: number, { seconds, users }: Stage): Promise<void> {
    const startedAt = performance.now();
    const durationMs = seconds * msPerSecond;
    for (;;) {
      const elapsedMs = performance.now() - startedAt;
      const share = Math.min(elapsedMs / durationMs, 1);
      this.change(Math.round(from + (users - from) * share));
      if (share === 1) return;
      await pause(Math.min(changeEveryMs, durationMs - elapsedMs));
    }
  }

  /** Resolves when the last visit has ended. */
  async end(): Promise<void> {
    this.count = 0;
    await Promise.all(this.visiting.values());
  }

  private async loop(user: number): Promise<void> {
    while (user < this.count) {
      const turn = this.turns[user] ?? 0;
      this.turns[user] = turn + 1;
      await this.visit(user, turn);
      await pause(this.pauseMs);
    }
    this.visiting.delete(user);
  }
}
