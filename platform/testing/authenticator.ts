import { createHmac } from 'node:crypto';

const periodMs = 30_000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 Base32, without padding. */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/**
 * What an authenticator app shows (RFC 4226, section 5.3, and RFC 6238), computed without the
 * library that the system uses.
 * @param steps a later or earlier code.
 */
export function codeShown(secret: string, steps = 0, atMs = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / periodMs) + steps));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** A code that is none of the accepted ones. */
export function wrongCode(secret: string): string {
  const accepted = [-2, -1, 0, 1, 2].map((steps) => codeShown(secret, steps));
  const all = Array.from({ length: 6 }, (_, digit) => String(digit).repeat(6));
  return all.find((code) => !accepted.includes(code)) ?? '999999';
}
