import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The environment in which a key is valid: production, or any other. */
export type KeyEnvironment = 'live' | 'test';

const markers: Readonly<Record<KeyEnvironment, string>> = { live: 'op_live_', test: 'op_test_' };
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const randomBytesCount = 20;
/** The number of digits of 160 bits in base 62; a CRC-32 takes 6. */
const randomDigits = 27;
const checksumDigits = 6;
const recognisableDigits = 6;

/** The marker, then the digits of both. */
const pattern = /^op_(?:live|test)_[0-9A-Za-z]{33}$/;

const hashingKeyBytes = 32;
const derivationPurpose = 'api-key-hash:v1';

/** A new API key, shown once. */
export interface NewApiKey {
  readonly key: string;
  /** The first characters, shown in lists; far too few to guess the rest from. */
  readonly prefix: string;
}

function inDigits(value: bigint, count: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < count; place += 1) {
    text = alphabet.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

/** A checksum that detects typing errors; it is not a security measure. */
const checksumOf = (text: string): string => inDigits(BigInt(crc32(text)), checksumDigits);

/** The keys that a system in this environment issues and accepts. */
export function keyEnvironmentIn(environment: string): KeyEnvironment {
  return environment === 'production' ? 'live' : 'test';
}

/** What the beginning of a text says about where its key is valid; null if it begins as no key. */
export function keyEnvironmentOf(text: string): KeyEnvironment | null {
  if (text.startsWith(markers.live)) return 'live';
  return text.startsWith(markers.test) ? 'test' : null;
}

/**
 * `op_live_` or `op_test_`, 160 random bits and a checksum: letters and digits that a double click
 * selects.
 */
export function newApiKey(environment: KeyEnvironment): NewApiKey {
  const marker = markers[environment];
  const random = BigInt(`0x${randomBytes(randomBytesCount).toString('hex')}`);
  const unchecked = marker + inDigits(random, randomDigits);
  return {
    key: unchecked + checksumOf(unchecked),
    prefix: unchecked.slice(0, marker.length + recognisableDigits),
  };
}

/**
 * Whether the text can be one of our keys, without a lookup. CRC-32 detects any single wrong
 * character and any two swapped neighbours; other changes pass once in 4 billion.
 */
export function isWellFormedApiKey(text: string): boolean {
  if (!pattern.test(text)) return false;
  const unchecked = text.slice(0, -checksumDigits);
  return text.endsWith(checksumOf(unchecked));
}

/**
 * Keys are stored as HMAC-SHA-256, so that neither reading nor writing the database alone is
 * enough to obtain a key.
 * @returns a function that hashes with a key derived from `secret`.
 */
export function apiKeyHashing(secret: string): (key: string) => Buffer {
  const hashingKey = Buffer.from(
    hkdfSync('sha256', secret, '', derivationPurpose, hashingKeyBytes),
  );
  return (key) => createHmac('sha256', hashingKey).update(key).digest();
}
