import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts bytes for the database, which alone is not enough to read them. */
export interface ByteSeal {
  /** @param owner the row that the bytes belong to; they can only be opened for the same one. */
  seal(bytes: Uint8Array, owner: string): Buffer;
  /** @returns null if they were sealed with another secret, for another owner, or were changed. */
  open(sealed: Uint8Array, owner: string): Buffer | null;
}

/**
 * AES-256-GCM: nonce, tag and ciphertext in one piece.
 * @param purpose one for each use of `secret`, so that each has a key of its own.
 */
export function byteSeal(secret: string, purpose: string): ByteSeal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes));
  return {
    seal(bytes, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed);
      if (bytes.length <= nonceBytes + tagBytes) return null;
      const nonce = bytes.subarray(0, nonceBytes);
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const opened = decipher.update(bytes.subarray(nonceBytes + tagBytes));
        return Buffer.concat([opened, decipher.final()]);
      } catch {
        // Node does not distinguish the reasons: the tag does not match.
        return null;
      }
    },
  };
}
