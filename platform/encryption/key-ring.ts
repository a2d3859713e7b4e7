import { createHmac, createSecretKey } from 'node:crypto';
import { type ByteSeal, byteSeal } from './sealed-bytes';

export const valuePurpose = 'values';
export const indexPurpose = 'index';

/** A key as it is stored in the database. */
export interface DataKeyRow {
  /** The id: `d1`, `d2` … for values, `i1` for the index. */
  readonly id: string;
  readonly purpose: string;
  readonly keySealed: Buffer;
  readonly createdAt: Date;
  /** The time at which a newer key replaced it; null for the key in use. */
  readonly retiredAt: Date | null;
  /** The milliseconds since `retiredAt`. */
  readonly retiredMs: number | null;
  /** The time at which no value was left in plain text or under another key. */
  readonly sweptAt: Date | null;
  /** The tables to which `sweptAt` applies. */
  readonly sweptTables: readonly string[];
  /** Whether only a holder of its secret can replace `keySealed`. */
  readonly hasToken: boolean;
}

export const isSwept = (
  { sweptAt, sweptTables }: Pick<DataKeyRow, 'sweptAt' | 'sweptTables'>,
  table: string,
): boolean => sweptAt !== null && sweptTables.includes(table);

export interface OpenDataKey extends DataKeyRow {
  readonly key: Buffer;
}

/** The keys of a database at one time, decrypted. */
export interface KeyRing {
  /** The id of the key that encrypts. */
  readonly activeId: string;
  /** Whether no value of the table is in plain text or under another key. */
  isSwept(table: string): boolean;
  /**
   * Encrypts a text as `<id of the key>.<nonce, tag and ciphertext in base64url>`.
   * @param place table, column and row of the value: elsewhere it cannot be decrypted.
   */
  seal(text: string, place: string): string;
  /**
   * Decrypts a value; the result is null if its key is not in the ring.
   * @throws SealedValueError if the place is another one, or it was changed.
   */
  open(sealed: string, place: string): string | null;
  /** Whether a value is encrypted under the active key. */
  isCurrent(sealed: string): boolean;
  /** HMAC-SHA-256 in hexadecimal: finds a value without storing it. */
  fingerprint(text: string): string;
}

/** A stored value that cannot be decrypted. */
export class SealedValueError extends Error {
  override readonly name = 'SealedValueError';
}

/**
 * The value that was read, or the error if it cannot be decrypted: one altered row must not fail
 * the others.
 */
export async function readOrSealedError<Value>(
  reading: Promise<Value>,
): Promise<Value | SealedValueError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SealedValueError) return error;
    throw error;
  }
}

const separator = '.';

/** The prefix of all values that are encrypted under a key. */
export const sealedPrefix = (keyId: string): string => keyId + separator;

function newestOf(keys: readonly OpenDataKey[], purpose: string): OpenDataKey {
  const key = keys.findLast((each) => each.purpose === purpose && each.retiredAt === null);
  if (key === undefined) throw new Error(`There is no data key for ${purpose}.`);
  return key;
}

/** @param keys in the order of their creation. */
export function keyRing(keys: readonly OpenDataKey[]): KeyRing {
  const seals = new Map<string, ByteSeal>(
    keys
      .filter(({ purpose }) => purpose === valuePurpose)
      .map(({ id, key }) => [id, byteSeal(key.toString('base64url'), 'value-v1')]),
  );
  const active = newestOf(keys, valuePurpose);
  const activeSeal = byteSeal(active.key.toString('base64url'), 'value-v1');
  const prefix = sealedPrefix(active.id);
  // A hash under a KeyObject takes a fifth of the time of one under its bytes.
  const indexKey = createSecretKey(newestOf(keys, indexPurpose).key);
  return {
    activeId: active.id,
    isSwept: (table) => isSwept(active, table),
    seal: (text, place) => prefix + activeSeal.seal(Buffer.from(text), place).toString('base64url'),
    open(sealed, place) {
      const end = sealed.indexOf(separator);
      const seal = seals.get(sealed.slice(0, end));
      if (seal === undefined) return null;
      const opened = seal.open(Buffer.from(sealed.slice(end + 1), 'base64url'), place);
      if (opened === null) {
        throw new SealedValueError(`The value of ${place} was changed or belongs elsewhere.`);
      }
      return opened.toString();
    },
    isCurrent: (sealed) => sealed.startsWith(prefix),
    fingerprint: (text) => createHmac('sha256', indexKey).update(text).digest('hex'),
  };
}
