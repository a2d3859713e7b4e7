import { isCluster } from '../redis/cluster';
import type { Redis } from '../redis/redis';
import type { Logger } from '../telemetry/logger';
import { outageLog } from '../telemetry/outage-log';
import type { SeenHistory } from './data-history';

/** A value as text, with the name of its row and when it was read. */
export interface SharedEntry extends SeenHistory {
  readonly name: string;
  readonly text: string;
}

export interface NewSharedEntry extends SharedEntry {
  readonly lifetimeMs: number;
}

export interface SharedSlotsOptions {
  readonly redis: Redis;
  readonly logger: Logger;
}

/** Processes that share a Redis read what another has read from the database. */
export interface SharedSlots {
  /** Those that are there, by name. Without Redis there are none. */
  get(names: readonly string[]): Promise<ReadonlyMap<string, SharedEntry>>;
  /** Does not wait, and never fails. */
  set(entries: readonly NewSharedEntry[]): void;
}

/**
 * Slots in Redis, one entry each: with `sharedEntryBytesMax` at most 32 MB, so that cached rows can
 * push out no counter of rates. The slot of an entry is the hash of its name.
 * @exceeded an entry replaces the one that has its slot
 * @test platform/data-cache/shared-slots.test.ts
 */
export const sharedSlotsMax = 4_096;
/**
 * The text of an entry.
 * @exceeded it is not shared, and each process reads it from the database
 * @test platform/data-cache/shared-slots.test.ts
 */
export const sharedEntryBytesMax = 8_000;

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** FNV-1a: short, and the same in each process. */
function slotOf(name: string): number {
  let hash = fnvOffset;
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), fnvPrime);
  }
  return (hash >>> 0) % sharedSlotsMax;
}

export const sharedKeyOf = (name: string): string => `data:${slotOf(name)}`;

/** The head is the first line, because a JSON text has no line break, and names have none. */
function entryOf(stored: string | null | undefined): SharedEntry | null {
  if (!stored) return null;
  const headEnd = stored.indexOf('\n');
  const [epoch = '', snapshot = '', ...name] = stored.slice(0, headEnd).split(' ');
  return { epoch, snapshot, name: name.join(' '), text: stored.slice(headEnd + 1) };
}

const storedOf = ({ epoch, snapshot, name, text }: SharedEntry): string =>
  `${epoch} ${snapshot} ${name}\n${text}`;

/**
 * A writer that was paused may replace a newer entry by an old one. Readers compare each entry with
 * the changes of its row, so that costs them a read of the database, and no old value returns.
 */
export function sharedSlots({ redis, logger }: SharedSlotsOptions): SharedSlots {
  const failed = outageLog((error: unknown) =>
    logger.warn({ err: error }, 'cached data not shared: Redis unavailable'),
  );
  // MGET has keys of one node; a slot that is not read is one that is empty.
  const read = isCluster(redis)
    ? (keys: readonly string[]) =>
        Promise.all(keys.map((key) => redis.get(key).catch((error: unknown) => void failed(error))))
    : (keys: readonly string[]) => redis.mget([...keys]);
  return {
    async get(names) {
      if (redis.status !== 'ready') return new Map();
      try {
        const found = await read(names.map(sharedKeyOf));
        const entries = found.map(entryOf).filter((entry) => entry !== null);
        // A slot may have the entry of another row.
        const wanted = new Set(names);
        return new Map(
          entries.filter(({ name }) => wanted.has(name)).map((entry) => [entry.name, entry]),
        );
      } catch (error) {
        failed(error);
        return new Map();
      }
    },

    set(entries) {
      if (redis.status !== 'ready') return;
      for (const entry of entries) {
        const stored = storedOf(entry);
        if (entry.lifetimeMs <= 0 || Buffer.byteLength(stored) > sharedEntryBytesMax) continue;
        redis.set(sharedKeyOf(entry.name), stored, 'PX', Math.ceil(entry.lifetimeMs)).catch(failed);
      }
    },
  };
}
