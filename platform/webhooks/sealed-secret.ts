import { type ByteSeal, byteSeal } from '../encryption/sealed-bytes';

/** Version of the format. */
const form = 'v1';

/** Encrypts secrets that must be readable later; the database alone is not enough to read them. */
export class SecretSeal {
  private readonly bytes: ByteSeal;

  constructor(secret: string) {
    this.bytes = byteSeal(secret, 'webhook-secrets');
  }

  /** @param context the owner of the secret; it can only be decrypted with the same context. */
  seal(secret: string, context: string): string {
    return `${form}.${this.bytes.seal(Buffer.from(secret), context).toString('base64url')}`;
  }

  /** @returns null if the key or context differ, or the text is damaged. */
  open(sealed: string, context: string): string | null {
    const [sealedForm, text = ''] = sealed.split('.');
    if (sealedForm !== form) return null;
    return this.bytes.open(Buffer.from(text, 'base64url'), context)?.toString() ?? null;
  }
}
