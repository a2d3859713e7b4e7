import type { Redis } from 'ioredis';

interface OrderEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly status: string; readonly version: number };
}

export interface ConsumerOptions {
  readonly redis: Redis;
  readonly stream: string;
  /** The consumer group, which shares a position in the stream; also the prefix of its effects. */
  readonly group: string;
  readonly name: string;
  /** A reader of the group that has not acknowledged for this long is assumed dead. */
  readonly idleMsMax: number;
}

const batchMax = 100;
const blockMs = 2_000;
/** Longer than the stream keeps events, so that a forgotten event cannot be delivered again. */
const rememberedMs = 48 * 3_600_000;

/**
 * Atomically records the event, applies its effect and acknowledges the entry: Redis runs a script
 * as a whole, so a reader that crashes has done all of it or nothing.
 */
const takeOnce = `
  local isNew = redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[4])
  if isNew then
    redis.call('HINCRBY', KEYS[3], ARGV[2], 1)
    redis.call('RPUSH', KEYS[4], ARGV[3])
  end
  redis.call('XACK', KEYS[1], ARGV[1], ARGV[5])
  return isNew and 1 or 0`;

type Entry = [id: string, fields: string[] | null];

/** Reads the events of a stream in order, and applies the effect of each once. */
export class Consumer {
  constructor(private readonly options: ConsumerOptions) {}

  /** Reads until `stop` is called. */
  async run(signal: AbortSignal): Promise<void> {
    await this.join();
    await this.finishOwn();
    while (!signal.aborted) {
      await this.takeOver();
      await this.handle(await this.read('>'));
    }
  }

  private async join(): Promise<void> {
    const { redis, stream, group } = this.options;
    try {
      await redis.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error as Error).message.startsWith('BUSYGROUP')) throw error;
    }
  }

  /** Handles entries that this reader had claimed before a crash first, because they are older. */
  private async finishOwn(): Promise<void> {
    for (;;) {
      const entries = await this.read('0');
      if (entries.length === 0) return;
      await this.handle(entries);
    }
  }

  /** Takes over entries that other readers claimed and never acknowledged. */
  private async takeOver(): Promise<void> {
    const { redis, stream, group, name, idleMsMax } = this.options;
    let cursor = '0-0';
    do {
      const answer = await redis.xautoclaim(
        stream,
        group,
        name,
        idleMsMax,
        cursor,
        'COUNT',
        batchMax,
      );
      const [next, entries] = answer as [string, Entry[]];
      await this.handle(entries);
      cursor = next;
    } while (cursor !== '0-0');
  }

  private async read(from: '0' | '>'): Promise<Entry[]> {
    const { redis, stream, group, name } = this.options;
    const answer = await redis.xreadgroup(
      'GROUP',
      group,
      name,
      'COUNT',
      batchMax,
      'BLOCK',
      blockMs,
      'STREAMS',
      stream,
      from,
    );
    const [first] = (answer ?? []) as [string, Entry[]][];
    return first?.[1] ?? [];
  }

  private async handle(entries: readonly Entry[]): Promise<void> {
    const { redis, stream, group } = this.options;
    for (const [entryId, fields] of entries) {
      // Trimmed after it was claimed, so there is nothing to read.
      if (fields === null) {
        await redis.xack(stream, group, entryId);
        continue;
      }
      const event = JSON.parse(fields[1] ?? '') as OrderEvent;
      await redis.eval(
        takeOnce,
        4,
        stream,
        `${group}:seen:${event.id}`,
        `${group}:counts`,
        `${group}:heard:${event.subject}`,
        group,
        event.type,
        event.data.version,
        rememberedMs,
        entryId,
      );
    }
  }
}
