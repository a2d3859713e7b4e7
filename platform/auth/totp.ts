import { Secret, TOTP } from 'otpauth';

/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app computes them by default:
 * SHA-1, six digits, a new one every 30 s.
 */
const periodSeconds = 30;
const digits = 6;
const algorithm = 'SHA1';
/** RFC 4226, section 4: at least 128 bits, 160 recommended. */
const secretBytes = 20;
/** Steps that the client's clock may be ahead or behind. */
const driftSteps = 1;

const codePattern = /^\d{6}$/;

export const newTotpSecret = (): Buffer => Buffer.from(new Secret({ size: secretBytes }).bytes);

const totpOf = (secret: Uint8Array, named: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({
    ...named,
    algorithm,
    digits,
    period: periodSeconds,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });

/** A secret for an authenticator app: to type in, and as an `otpauth:` URI for a QR code. */
export function totpEnrolment(
  secret: Uint8Array,
  named: { readonly issuer: string; readonly label: string },
): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, named);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * The time step whose code this is: the step of `at`, or one before or after it.
 * @returns null if the code is wrong.
 */
export function totpStepOf(secret: Uint8Array, typed: string, at: Date): number | null {
  const token = typed.replaceAll(' ', '');
  if (!codePattern.test(token)) return null;
  const timestamp = at.getTime();
  const drift = totpOf(secret).validate({ token, timestamp, window: driftSteps });
  return drift === null ? null : Math.floor(timestamp / (periodSeconds * 1_000)) + drift;
}
