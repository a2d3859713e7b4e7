import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import sql, { type Sql } from 'sql-template-tag';
import { type Database, inTransaction, type Transaction } from '../database/pool';
import {
  type DataKeyRow,
  indexPurpose,
  type KeyRing,
  keyRing,
  type OpenDataKey,
  SealedValueError,
  valuePurpose,
} from './key-ring';
import { byteSeal } from './sealed-bytes';

/** How a service encrypts personal data in its database. */
export interface DataKeySettings {
  /** The name of the service: a key cannot be moved to the database of another. */
  readonly name: string;
  /** Encrypts the data keys; the database never sees it. */
  readonly secret: string;
  /** Earlier values of `secret`, which only decrypt. */
  readonly formerSecrets: readonly string[];
  /** Whether new values are encrypted. Encrypted ones can be read in any case. */
  readonly isOn: boolean;
  /** How long a process uses the keys that it has read; `keysHeldMs`, or less in tests. */
  readonly heldMs?: number;
}

type DestroyOutcome = 'destroyed' | 'unknown' | 'active' | 'in-use';

/** Records the change of a key in its transaction: without the record there is no change. */
export type RecordKeyChange = (within: Transaction, id: string) => Promise<void>;

const unrecorded: RecordKeyChange = async () => undefined;

/** The pool that runs the statements, or a transaction that already has one of its connections. */
export type Queryable = Pick<Transaction, 'query'>;

const dataKeyBytes = 32;
const firstKeys = [
  ['d1', valuePurpose],
  ['i1', indexPurpose],
] as const;

const unknownToken = (name: string, id: string): string =>
  `The data key ${id} of ${name} was encrypted under a secret that is neither in encryption.${name}.` +
  `secret nor in formerSecrets. Add that secret to encryption.${name}.formerSecrets.`;

/** How long a process uses the keys that it has read, so that a retired key is soon unused. */
const keysHeldMs = 20_000;
/**
 * The multiple of `keysHeldMs` after which a retired key can be destroyed: a value that was
 * encrypted at the last moment may still wait 5 s for a connection and 15 s for its statement.
 */
const heldBeforeDestroyed = 3;
/** Arbitrary unique advisory lock: one rotation at a time. */
const rotationLock = 7_219_340_119;

const columns = sql`id, purpose, key_sealed AS "keySealed", created_at AS "createdAt",
  retired_at AS "retiredAt", swept_at AS "sweptAt", swept_tables AS "sweptTables",
  rewrap_token_hash IS NOT NULL AS "hasToken",
  (extract(epoch FROM clock_timestamp() - retired_at) * 1000)::float8 AS "retiredMs"`;

async function readKeys(on: Queryable): Promise<DataKeyRow[]> {
  const { rows } = await on.query<DataKeyRow>(sql`
    SELECT ${columns} FROM data_keys ORDER BY purpose DESC, substr(id, 2)::int`);
  return rows;
}

/** The number in `d12`, for example. */
const numberOf = (id: string): number => Number(id.slice(1));

/** The owner of a data key, which binds it to its row. */
const ownerOf = (name: string, id: string): string => `${name}.data_keys.key_sealed:${id}`;

/** Encrypts data keys under a secret of the configuration. */
const wrapping = (secret: string) => byteSeal(secret, 'data-key-v1');

/** The database replaces an encrypted key only for a caller that has this of its secret. */
const rewrapToken = (secret: string, owner: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `data-key-rewrap-v1 ${owner}`, dataKeyBytes));

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/**
 * The keys that encrypt personal data in one database. They are stored there, encrypted under a
 * secret that the database never sees, and are kept in memory for `keysHeldMs`.
 */
export class DataKeys {
  private ring: KeyRing | null = null;
  private staleAtMs = Number.NEGATIVE_INFINITY;
  private loading: Promise<KeyRing> | null = null;

  /** How long this process uses the keys that it has read. */
  readonly heldMs: number;

  constructor(
    private readonly pool: Database,
    readonly settings: DataKeySettings,
  ) {
    this.heldMs = settings.heldMs ?? keysHeldMs;
  }

  /**
   * The keys, read at most `heldMs` ago, so that nothing is encrypted under a destroyed key.
   * Creates the first keys. Call it before a transaction, not in one.
   */
  async current(): Promise<KeyRing> {
    if (this.ring !== null && performance.now() < this.staleAtMs) return this.ring;
    return this.loadOnce();
  }

  /**
   * @param place table, column and row of the value.
   * @param on the transaction, in one: waiting for a second connection could block the pool.
   * @throws SealedValueError if the key is unknown, the place is another one, or it was changed.
   */
  async open(sealed: string, place: string, on: Queryable = this.pool): Promise<string> {
    const known = this.ring?.open(sealed, place) ?? null;
    if (known !== null) return known;
    // A key that is new to one of many values is new to all of them.
    const shared = on === this.pool ? (await this.loadOnce()).open(sealed, place) : null;
    if (shared !== null) return shared;
    const opened = (await this.load(on)).open(sealed, place);
    if (opened === null) throw new SealedValueError(`The key of ${place} does not exist.`);
    return opened;
  }

  async list(): Promise<DataKeyRow[]> {
    return readKeys(this.pool);
  }

  /**
   * Creates the key that encrypts from now on, and encrypts all keys under the current secret.
   * Other processes use the previous key for at most `heldMs`.
   * @returns its id.
   */
  async rotate(record = unrecorded): Promise<string> {
    await this.current();
    return inTransaction(this.pool, async (transaction) => {
      await transaction.query(sql`SELECT pg_advisory_xact_lock(${rotationLock})`);
      const rows = await readKeys(transaction);
      await this.wrapAgain(transaction, rows);
      const newest = rows.filter(({ purpose }) => purpose === valuePurpose).at(-1);
      const id = `d${numberOf(newest?.id ?? 'd0') + 1}`;
      await transaction.query(this.newKey(id, valuePurpose));
      await transaction.query(sql`SELECT retire_data_keys(${id})`);
      await record(transaction, id);
      return id;
    });
  }

  /** The milliseconds until no process can use the key and it can be destroyed. */
  destroyableInMs({ retiredMs }: DataKeyRow): number {
    return Math.ceil(Math.max(0, heldBeforeDestroyed * this.heldMs - (retiredMs ?? 0)));
  }

  /**
   * Waits until the key can be destroyed, by the clock of the database, which may be set back in
   * that time.
   */
  async untilDestroyable(id: string): Promise<void> {
    for (;;) {
      const key = (await this.list()).find((row) => row.id === id);
      const waitMs = key?.retiredAt ? this.destroyableInMs(key) : 0;
      if (waitMs === 0) return;
      await pause(waitMs);
    }
  }

  /** @param isUsed whether a value is encrypted under the key. */
  async destroy(
    id: string,
    isUsed: () => Promise<boolean>,
    record = unrecorded,
  ): Promise<DestroyOutcome> {
    const key = (await this.list()).find((row) => row.id === id);
    if (key === undefined) return 'unknown';
    if (key.purpose === indexPurpose || key.retiredAt === null) return 'active';
    if (this.destroyableInMs(key) > 0 || (await isUsed())) return 'in-use';
    return inTransaction(this.pool, async (transaction) => {
      const { rows } = await transaction.query<{ isDestroyed: boolean }>(sql`
        SELECT destroy_data_key(${id}) AS "isDestroyed"`);
      if (!rows[0]?.isDestroyed) return 'in-use';
      await record(transaction, id);
      return 'destroyed';
    });
  }

  /** Records that no value of the tables is in plain text or under another key. */
  async markSwept(id: string, tables: readonly string[]): Promise<void> {
    await this.pool.query(sql`SELECT mark_data_key_swept(${id}, ${tables}::text[])`);
  }

  /** One read for all who want the keys now. It may have started before the newest key was made. */
  private loadOnce(): Promise<KeyRing> {
    this.loading ??= this.load(this.pool).finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async load(on: Queryable): Promise<KeyRing> {
    const staleAtMs = performance.now() + this.heldMs;
    let rows = await readKeys(on);
    if (!firstKeys.every(([, purpose]) => rows.some((row) => row.purpose === purpose))) {
      // The first keys are created outside the transaction: a rollback would otherwise delete keys
      // that are in memory.
      await this.createFirst();
      rows = await readKeys(on);
    }
    // A version without tokens has created these.
    const open = rows.filter(({ hasToken }) => !hasToken);
    for (const row of open) await this.setToken(row);
    const ring = keyRing(rows.flatMap((row) => this.opened(row)));
    this.ring = ring;
    this.staleAtMs = staleAtMs;
    return ring;
  }

  /** Creates the first keys. If two processes do so at the same time, the first one wins. */
  private async createFirst(): Promise<void> {
    for (const [id, purpose] of firstKeys) {
      await this.pool.query(sql`${this.newKey(id, purpose)} ON CONFLICT DO NOTHING`);
    }
  }

  private newKey(id: string, purpose: string): Sql {
    const { name, secret } = this.settings;
    const key = wrapping(secret).seal(randomBytes(dataKeyBytes), ownerOf(name, id));
    return sql`
      INSERT INTO data_keys (id, purpose, key_sealed, rewrap_token_hash, swept_tables)
      VALUES (${id}, ${purpose}, ${key}, ${this.tokenHash(id, secret)}, '{}')`;
  }

  /** Encrypts keys under the current secret. */
  private async wrapAgain(transaction: Transaction, rows: readonly DataKeyRow[]): Promise<void> {
    const { name, secret, formerSecrets } = this.settings;
    for (const { id, key } of rows.flatMap((row) => this.opened(row))) {
      const sealed = wrapping(secret).seal(key, ownerOf(name, id));
      let isDone = false;
      for (const each of [secret, ...formerSecrets]) {
        isDone ||= await this.rewrap(transaction, id, each, sealed, secret);
      }
      if (!isDone) throw new Error(unknownToken(name, id));
    }
  }

  /** Leaves the encrypted key as it is. Another process may be faster. */
  private async setToken(row: DataKeyRow): Promise<void> {
    const secret = this.secretOf(row);
    if (secret !== null) await this.rewrap(this.pool, row.id, secret, row.keySealed, secret);
  }

  private async rewrap(
    on: Queryable,
    id: string,
    holder: string,
    sealed: Buffer,
    secret: string,
  ): Promise<boolean> {
    const token = rewrapToken(holder, ownerOf(this.settings.name, id));
    const { rows } = await on.query<{ isDone: boolean }>(sql`
      SELECT rewrap_data_key(${id}, ${token}, ${sealed}, ${this.tokenHash(id, secret)}) AS "isDone"`);
    return rows[0]?.isDone === true;
  }

  private tokenHash(id: string, secret: string): Buffer {
    return sha256(rewrapToken(secret, ownerOf(this.settings.name, id)));
  }

  /** The secret under which a key is encrypted; null if it is none of the known ones. */
  private secretOf({ id, keySealed }: DataKeyRow): string | null {
    const { name, secret, formerSecrets } = this.settings;
    const owner = ownerOf(name, id);
    const opens = (each: string) => wrapping(each).open(keySealed, owner) !== null;
    return [secret, ...formerSecrets].find(opens) ?? null;
  }

  /**
   * Decrypts a key. The result is empty for a retired key of a lost secret, whose values are lost.
   */
  private opened(row: DataKeyRow): OpenDataKey[] {
    const { id, keySealed, retiredAt } = row;
    const { name } = this.settings;
    const secret = this.secretOf(row);
    const key = secret === null ? null : wrapping(secret).open(keySealed, ownerOf(name, id));
    if (key !== null) return [{ ...row, key }];
    if (retiredAt !== null) return [];
    throw new Error(
      `The data key ${id} of ${name} cannot be decrypted. Set encryption.${name}.secret to the ` +
        `value that it was created with, or add that to encryption.${name}.formerSecrets.`,
    );
  }
}
