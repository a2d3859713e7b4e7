import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';

const keyBytes = 32;
const linkPurpose = 'audit-link-v1';
const signaturePurpose = 'audit-signature-v1';
const keyIdCharacters = 16;

/** PKCS #8 of an Ed25519 key up to its 32 secret bytes (RFC 8410). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key of the audit log, derived from a secret that the database never sees. */
export interface AuditKey {
  /** The beginning of the SHA-256 of `publicKey`, so that it names one key only. */
  readonly id: string;
  /** PEM (SPKI): checks signatures, and cannot make any. */
  readonly publicKey: string;
  /** HMAC-SHA-256 of the text of a link. */
  mac(text: string): Buffer;
  /** Ed25519, in base64. */
  sign(text: string): string;
}

export interface AuditKeys {
  readonly current: AuditKey;
  /** Null for a key whose secret is not configured. */
  find(id: string): AuditKey | null;
}

const derived = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes));

export const auditKeyId = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, keyIdCharacters);

function auditKey(secret: string): AuditKey {
  const macKey = derived(secret, linkPurpose);
  const der = Buffer.concat([ed25519Prefix, derived(secret, signaturePurpose)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    id: auditKeyId(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    mac: (text) => createHmac('sha256', macKey).update(text).digest(),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}

/** @param former secrets whose links are still verified, and which write none. */
export function auditKeys(secret: string, former: readonly string[] = []): AuditKeys {
  const current = auditKey(secret);
  const all = new Map([...former.map(auditKey), current].map((key) => [key.id, key]));
  return { current, find: (id) => all.get(id) ?? null };
}
