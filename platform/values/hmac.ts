import { hash } from 'node:crypto';

const blockBytes = 64;
const digestBytes = 32;
const innerPad = 0x36;
const outerPad = 0x5c;

/** Computes the code that authenticates an ASCII text. */
export type Authenticate = (text: string) => Buffer;

/**
 * HMAC with SHA-256 (RFC 2104) for texts that are authenticated with each call. Node's own makes a
 * native object for each text: it prepares the key again, and its memory is freed one by one while
 * the garbage collector lets everything else wait.
 */
export function hmacSha256(secret: string): Authenticate {
  const given = Buffer.from(secret);
  const key = Buffer.alloc(blockBytes);
  (given.length > blockBytes ? hash('sha256', given, 'buffer') : given).copy(key);
  const inner = key.map((byte) => byte ^ innerPad);
  const outer = Buffer.concat([key.map((byte) => byte ^ outerPad)], blockBytes + digestBytes);
  return (text) => {
    const bytes = Buffer.allocUnsafe(blockBytes + text.length);
    bytes.set(inner);
    bytes.write(text, blockBytes, 'ascii');
    hash('sha256', bytes, 'buffer').copy(outer, blockBytes);
    return hash('sha256', outer, 'buffer');
  };
}
