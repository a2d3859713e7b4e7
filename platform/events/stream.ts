import type { Redis } from '../redis/redis';

export interface StreamOptions {
  readonly key: string;
  /** Older entries are trimmed eventually. */
  readonly ageMsMax: number;
  /** Approximate maximum number of entries, whatever their age: Redis keeps them in memory. */
  readonly lengthMax: number;
}

/** A Redis stream for other systems, which each reads at its own pace. */
export class EventStream {
  constructor(
    private readonly redis: Redis,
    private readonly options: StreamOptions,
  ) {}

  /**
   * Appends entries with one field, `event`, in the order given.
   * @throws when not all of them are known to be written; some may be.
   */
  async append(events: readonly string[]): Promise<void> {
    if (events.length === 0) return;
    const { key, ageMsMax, lengthMax } = this.options;
    const pipeline = this.redis.pipeline();
    for (const event of events) pipeline.xadd(key, '*', 'event', event);
    pipeline.xtrim(key, 'MINID', '~', String(Date.now() - ageMsMax));
    pipeline.xtrim(key, 'MAXLEN', '~', lengthMax);
    const results = (await pipeline.exec()) ?? [];
    const failure = results.find(([error]) => error !== null)?.[0];
    if (failure) throw failure;
    if (results.length === 0) throw new Error('Redis did not run the pipeline.');
  }
}
