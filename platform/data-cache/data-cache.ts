import { LRUCache } from 'lru-cache';
import type { QueryResultRow } from 'pg';
import type { Registry } from 'prom-client';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../database/pool';
import { prepared } from '../database/prepared';
import type { Logger } from '../telemetry/logger';
import { outageLog } from '../telemetry/outage-log';
import { heapBytesPerCharacter } from '../values/heap-bytes';
import { msPerSecond } from '../values/time';
import type { ChangeFollower, ReadAt } from './change-follower';
import { type SeenHistory, seenHistory, snapshotOf } from './data-history';
import { dataCacheMetrics } from './metrics';
import { type SharedSlots, sharedSlots } from './shared-slots';

export interface DataCacheSettings {
  readonly memory: boolean;
  readonly redis: boolean;
  readonly rowSeconds: number;
  readonly absentSeconds: number;
}

export interface DataCacheOptions<Row> {
  /** Name in metrics and in Redis. */
  readonly name: string;
  /** The scope of its rows in `data_changes`. */
  readonly scope: string;
  readonly database: Pick<Database, 'query'>;
  readonly follower: ChangeFollower;
  readonly redis: Parameters<typeof sharedSlots>[0]['redis'] | null;
  /** Read at each use. */
  readonly settings: DataCacheSettings;
  /** Whether rows may be cached at this moment. */
  readonly isOn: () => boolean;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Selects the rows of the keys, which are in lower case. */
  readonly select: (keys: readonly string[]) => Sql;
  /** Reads rows past the cache. */
  readonly direct: (keys: readonly string[]) => Promise<Row[]>;
  /** The key as the table of changes has it, in lower case. */
  readonly keyOf: (row: Row) => string | null;
  readonly encode: (row: Row) => unknown;
  readonly decode: (stored: unknown) => Row;
}

/**
 * Rows of one cache in memory.
 * @exceeded the least recently used are forgotten
 * @test subgraphs/inventory/store/cached-rows.test.ts
 */
export const cachedRowsMax = 10_000;
/**
 * Bytes of the rows of one cache in memory, estimated.
 * @exceeded the least recently used are forgotten; a row that is larger alone is not cached
 * @test subgraphs/inventory/store/cached-rows.test.ts
 */
export const cachedRowBytesMax = 16_000_000;
/** Lifetimes differ by up to this share, so that rows which were read together do not end together. */
const jitter = 0.2;
/** Rows that one change writes through; those of a larger one are read when they are needed. */
const refreshedRowsMax = 100;
const entryOverheadBytes = 300;

interface Entry<Row> extends ReadAt {
  /** Null if there is no such row. */
  readonly row: Row | null;
  readonly bytes: number;
}

interface LoadedEntry<Row> extends Entry<Row> {
  readonly text: string;
}

/** Bytes of the heap, estimated from the JSON of the row. */
const bytesOf = (text: string): number => text.length * heapBytesPerCharacter + entryOverheadBytes;

type Entries<Row> = ReadonlyMap<string, Entry<Row>>;

/**
 * Rows by key: from memory, from Redis, or from the database. A value is used only if the row has
 * not changed since it was read (`ChangeFollower`).
 */
export class DataCache<Row extends QueryResultRow> {
  private readonly memory: LRUCache<string, Entry<Row>>;
  private readonly shared: SharedSlots | null;
  private readonly metrics: ReturnType<typeof dataCacheMetrics>;
  private readonly loading = new Map<string, Promise<Entries<Row>>>();
  private readonly warn = outageLog((error: unknown, message: string) => {
    const { name, logger } = this.options;
    logger.warn({ err: error, cache: name }, message);
  });

  constructor(private readonly options: DataCacheOptions<Row>) {
    const { name, redis, logger, registry } = options;
    this.memory = new LRUCache({
      max: cachedRowsMax,
      maxSize: cachedRowBytesMax,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') this.metrics.evicted();
      },
    });
    this.shared = redis && sharedSlots({ redis, logger });
    this.metrics = dataCacheMetrics(registry, name, () => ({
      entries: this.memory.size,
      bytes: this.memory.calculatedSize,
    }));
  }

  /** The rows of the keys, which may be written in any case. */
  async read(keys: readonly string[]): Promise<Row[]> {
    if (!this.isOn || !(await this.canCheck())) return this.bypass(keys);
    const wanted = [...new Set(keys.map((key) => key.toLowerCase()))];
    const found = new Map(this.inMemory(wanted));
    const missing = wanted.filter((key) => !found.has(key));
    if (missing.length > 0)
      for (const [key, entry] of await this.fetch(missing)) found.set(key, entry);
    return [...found.values()].flatMap(({ row }) => row ?? []);
  }

  /** Writes rows through that this process has changed. The change is committed, so it never fails. */
  async refresh(keys: readonly string[]): Promise<void> {
    this.options.follower.expire();
    if (!this.isOn || keys.length > refreshedRowsMax) return;
    try {
      await this.read(keys);
    } catch (error) {
      this.warn(error, 'changed rows not cached');
    }
  }

  private get isOn(): boolean {
    const { isOn, settings } = this.options;
    const { memory, redis, rowSeconds } = settings;
    return rowSeconds > 0 && (memory || (redis && this.shared !== null)) && isOn();
  }

  private async canCheck(): Promise<boolean> {
    try {
      await this.options.follower.check();
      return true;
    } catch (error) {
      this.warn(error, 'data cache bypassed: changes cannot be read');
      return false;
    }
  }

  private bypass(keys: readonly string[]): Promise<Row[]> {
    this.metrics.count('bypassed', keys.length);
    return this.options.direct(keys);
  }

  private isCurrent(key: string, entry: ReadAt): boolean {
    return this.options.follower.isCurrent(this.options.scope, key, entry);
  }

  private inMemory(keys: readonly string[]): [string, Entry<Row>][] {
    if (!this.options.settings.memory) return [];
    const found = keys.flatMap((key): [string, Entry<Row>][] => {
      const entry = this.memory.get(key);
      return entry ? [[key, entry]] : [];
    });
    const current = found.filter(([key, entry]) => this.isCurrent(key, entry));
    this.metrics.count('memory', current.length);
    this.metrics.count('stale', found.length - current.length);
    return current;
  }

  /** Keys that another request is reading already are not read twice. */
  private async fetch(keys: readonly string[]): Promise<Entries<Row>> {
    const own = keys.filter((key) => !this.loading.has(key));
    const mine = new Set(own);
    const others = new Set(keys.flatMap((key) => this.loading.get(key) ?? []));
    const reads = [...others];
    if (own.length > 0) reads.push(this.share(own));
    const results = await Promise.all(reads);
    const found = new Map(results.flatMap((entries) => [...entries]));
    const wanted = new Set(keys);
    // Another request may have begun to read before a change that this one must see.
    const changed = keys.filter((key) => {
      const entry = found.get(key);
      return entry === undefined || !this.isCurrent(key, entry);
    });
    const late = changed.filter((key) => !mine.has(key));
    if (late.length > 0) for (const [key, entry] of await this.load(late)) found.set(key, entry);
    return new Map([...found].filter(([key]) => wanted.has(key)));
  }

  private share(keys: readonly string[]): Promise<Entries<Row>> {
    const reading = this.fromRedisOrDatabase(keys).finally(() => {
      for (const key of keys) this.loading.delete(key);
    });
    for (const key of keys) this.loading.set(key, reading);
    return reading;
  }

  private async fromRedisOrDatabase(keys: readonly string[]): Promise<Entries<Row>> {
    const found = await this.inRedis(keys);
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length === 0) return found;
    return new Map([...found, ...(await this.load(missing))]);
  }

  private async inRedis(keys: readonly string[]): Promise<Map<string, Entry<Row>>> {
    const { name, decode, settings } = this.options;
    if (this.shared === null || !settings.redis) return new Map();
    const entries = await this.shared.get(keys.map((key) => `${name}:${key}`));
    const found = new Map<string, Entry<Row>>();
    let refused = 0;
    for (const key of keys) {
      const shared = entries.get(`${name}:${key}`);
      if (shared === undefined) continue;
      const readAt = { epoch: shared.epoch, snapshot: snapshotOf(shared.snapshot) };
      if (this.isCurrent(key, readAt)) {
        const stored: unknown = JSON.parse(shared.text);
        const row = stored === null ? null : decode(stored);
        found.set(key, { ...readAt, row, bytes: bytesOf(shared.text) });
      } else refused += 1;
    }
    this.remember(found);
    this.metrics.count('redis', found.size);
    this.metrics.count('stale', refused);
    return found;
  }

  /** Reads rows with what the statement saw, and keeps them. */
  private async load(keys: readonly string[]): Promise<Entries<Row>> {
    const { database, name, keyOf, encode, decode, select } = this.options;
    const rows = await prepared<Row & SeenHistory>(
      database,
      `cached-${name}`,
      sql`SELECT seen.*, r.* FROM (SELECT ${seenHistory}) AS seen
        LEFT JOIN (${select(keys)}) AS r ON true`,
    );
    this.metrics.count('database', keys.length);
    const [first] = rows;
    if (first === undefined) throw new Error('The statement returns what it saw in any case.');
    const readAt = { epoch: first.epoch, snapshot: snapshotOf(first.snapshot) };
    const byKey = new Map(rows.map((row) => [keyOf(row)?.toLowerCase(), row]));
    const loaded = new Map(
      keys.map((key): [string, LoadedEntry<Row>] => {
        const read = byKey.get(key);
        const stored = read === undefined ? null : encode(read);
        const row = stored === null ? null : decode(stored);
        const text = JSON.stringify(stored);
        return [key, { ...readAt, row, text, bytes: bytesOf(text) }];
      }),
    );
    this.keep(loaded, first);
    return loaded;
  }

  private keep(
    loaded: ReadonlyMap<string, LoadedEntry<Row>>,
    { epoch, snapshot }: SeenHistory,
  ): void {
    const { name, settings } = this.options;
    const current = [...loaded].filter(([key, entry]) => this.isCurrent(key, entry));
    this.remember(new Map(current));
    if (!settings.redis) return;
    const entries = current.map(([key, { text, row }]) => {
      const lifetimeMs = this.lifetimeMs(row === null);
      return { epoch, snapshot, text, lifetimeMs, name: `${name}:${key}` };
    });
    this.shared?.set(entries);
  }

  private remember(entries: Entries<Row>): void {
    if (!this.options.settings.memory) return;
    for (const [key, entry] of entries) {
      const ttl = this.lifetimeMs(entry.row === null);
      const { epoch, snapshot, row, bytes } = entry;
      if (ttl > 0) this.memory.set(key, { epoch, snapshot, row, bytes }, { ttl });
    }
  }

  private lifetimeMs(isAbsent: boolean): number {
    const { absentSeconds, rowSeconds } = this.options.settings;
    const lifetime = isAbsent ? Math.min(absentSeconds, rowSeconds) : rowSeconds;
    return lifetime * msPerSecond * (1 - jitter * Math.random());
  }
}
