import { LRUCache } from 'lru-cache';

/** Half of a use is forgotten after this time. */
const halfLifeMs = 300_000;
/**
 * Networks and accounts whose recent use is in memory, about 4 MB.
 * @exceeded the least recently used count as new
 * @test platform/resilience/recent-use.test.ts
 */
const usersOfQueueMax = 20_000;

interface Use {
  readonly amount: number;
  readonly atMs: number;
}

/** How much was used lately, by key; it decays by half in five minutes. */
export class RecentUse {
  private readonly uses = new LRUCache<string, Use>({ max: usersOfQueueMax });

  of(key: string): number {
    const use = this.uses.get(key);
    if (use === undefined) return 0;
    return use.amount * 2 ** ((use.atMs - performance.now()) / halfLifeMs);
  }

  add(key: string): void {
    this.uses.set(key, { amount: this.of(key) + 1, atMs: performance.now() });
  }
}
