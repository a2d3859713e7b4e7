import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomFillSync,
} from 'node:crypto';

const algorithm = 'aes-256-gcm';
/** Length of a key for `keySeal`. */
export const sealKeyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const noncesPerFill = 512;

/** Encrypts bytes for the database, which alone is not enough to read them. */
export interface ByteSeal {
  /** @param owner the row that the bytes belong to; they can only be opened for the same one. */
  seal(bytes: Uint8Array, owner: string): Buffer;
  /** @returns null if they were sealed with another secret, for another owner, or were changed. */
  open(sealed: Uint8Array, owner: string): Buffer | null;
}

/** The parts of what `seal` returns. */
export function sealedParts(sealed: Buffer) {
  return {
    nonce: sealed.subarray(0, nonceBytes),
    tag: sealed.subarray(nonceBytes, nonceBytes + tagBytes),
    text: sealed.subarray(nonceBytes + tagBytes),
  };
}

/** Random bytes for the next nonces: one call of the generator for many of them is cheaper. */
const nonces = Buffer.alloc(noncesPerFill * nonceBytes);
let noncesUsed = nonces.length;

/** A nonce that was never returned before. It is overwritten later, so the caller copies it. */
function nextNonce(): Buffer {
  if (noncesUsed === nonces.length) {
    randomFillSync(nonces);
    noncesUsed = 0;
  }
  noncesUsed += nonceBytes;
  return nonces.subarray(noncesUsed - nonceBytes, noncesUsed);
}

/** AES-256-GCM: nonce, tag and ciphertext in one piece. */
export function keySeal(keyBytes: Uint8Array): ByteSeal {
  // Given as bytes, it would be imported at each use, which costs more than the encryption.
  const key = createSecretKey(keyBytes);
  return {
    seal(bytes, owner) {
      const nonce = nextNonce();
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed);
      if (bytes.length <= nonceBytes + tagBytes) return null;
      const { nonce, tag, text } = sealedParts(bytes);
      // Node would accept a tag of four bytes, which can be guessed, if no length were given.
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(text), decipher.final()]);
      } catch {
        // Node does not distinguish the reasons: the tag does not match.
        return null;
      }
    },
  };
}

/**
 * Encrypts under a key that is derived from a secret.
 * @param purpose one for each use of `secret`, so that each has a key of its own.
 */
export const byteSeal = (secret: string, purpose: string): ByteSeal =>
  keySeal(Buffer.from(hkdfSync('sha256', secret, '', purpose, sealKeyBytes)));
