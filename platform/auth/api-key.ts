import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const marker = 'op_live_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const randomBytesCount = 20;
/** 160 bits take 27 digits of 62, a CRC-32 takes 6. */
const randomDigits = 27;
const checksumDigits = 6;
const recognisableDigits = 6;

/** The marker, and as many digits as both together. */
const pattern = /^op_live_[0-9A-Za-z]{33}$/;

const hashingKeyBytes = 32;
const derivationPurpose = 'api-key-hash:v1';

/** An API key as it is handed out once. */
export interface NewApiKey {
  readonly key: string;
  /** The visible beginning, to recognise it by: far too little to guess the rest from. */
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

/** Tells a mistyped key from a good one; it protects nothing and needs no secret. */
const checksumOf = (text: string): string => inDigits(BigInt(crc32(text)), checksumDigits);

/** `op_live_`, 160 random bits and a checksum, in letters and digits that one click selects. */
export function newApiKey(): NewApiKey {
  const random = BigInt(`0x${randomBytes(randomBytesCount).toString('hex')}`);
  const unchecked = marker + inDigits(random, randomDigits);
  return {
    key: unchecked + checksumOf(unchecked),
    prefix: unchecked.slice(0, marker.length + recognisableDigits),
  };
}

/**
 * Whether a text could be one of our keys, without asking anybody: a slip of one character or two
 * swapped neighbours never pass (CRC-32), any other change once in 4 billion.
 */
export function isWellFormedApiKey(text: string): boolean {
  if (!pattern.test(text)) return false;
  const unchecked = text.slice(0, -checksumDigits);
  return text.endsWith(checksumOf(unchecked));
}

/**
 * What is stored of a key: an HMAC-SHA-256, so that neither a copy of the database alone nor write
 * access to it makes a key.
 * @returns a function that hashes with a key derived from `secret`.
 */
export function apiKeyHashing(secret: string): (key: string) => Buffer {
  const hashingKey = Buffer.from(
    hkdfSync('sha256', secret, '', derivationPurpose, hashingKeyBytes),
  );
  return (key) => createHmac('sha256', hashingKey).update(key).digest();
}
