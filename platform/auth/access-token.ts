import { type KeyObject, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { isRecord } from '../config/is-record';
import { isUuid } from '../values/uuid';

/** The `typ` of RFC 9068: no other kind of JWT is accepted as an access token. */
const tokenType = 'at+jwt';
const algorithm = 'RS256';

/**
 * Our tokens are shorter; longer text is rejected before it is parsed.
 * @exceeded UNAUTHENTICATED
 * @test platform/auth/access-token.test.ts
 */
const tokenCharactersMax = 4_096;

/** Clock skew: a token is accepted this long before its `nbf`. */
const clockDifferenceSeconds = 10;

export interface AccessTokenSubject {
  readonly userId: string;
  readonly roles: readonly string[];
  /** Incremented to revoke all tokens of the account: earlier generations are rejected. */
  readonly generation: number;
  /** When the session was signed in to; null if unknown. Refreshes keep it. */
  readonly signedInAtMs?: number | null;
}

export interface AccessTokenKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface AccessTokenTerms {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
}

export interface SignedAccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The claims of a valid token. */
export interface AccessToken {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly generation: number;
  /** Null in a token of an earlier version, or of a session that one has begun. */
  readonly signedInAtMs: number | null;
  readonly tokenId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Signs an access token (RFC 9068, RS256) that is valid for `lifetimeSeconds` from `now` on.
 * Signing costs about 0.3 ms of CPU.
 */
export function signAccessToken(
  subject: AccessTokenSubject,
  key: AccessTokenKey,
  terms: AccessTokenTerms,
  now: Date = new Date(),
): SignedAccessToken {
  const issuedAt = Math.floor(now.getTime() / 1_000);
  const expiry = issuedAt + terms.lifetimeSeconds;
  const { signedInAtMs = null } = subject;
  const claims = {
    iss: terms.issuer,
    aud: terms.audience,
    sub: subject.userId,
    roles: subject.roles,
    gen: subject.generation,
    // The time has a fraction of seconds (RFC 7519, section 2), to tell whether a second factor
    // came later.
    ...(signedInAtMs !== null && { auth_time: signedInAtMs / 1_000 }),
    iat: issuedAt,
    nbf: issuedAt - clockDifferenceSeconds,
    exp: expiry,
    jti: randomUUID(),
  };
  const token = jwt.sign(claims, key.privateKey, {
    algorithm,
    header: { alg: algorithm, typ: tokenType, kid: key.kid },
  });
  return { token, expiresAt: new Date(expiry * 1_000) };
}

const tokenPattern = /^([\w-]+)\.[\w-]+\.[\w-]+$/;

/** The key id from the header of a token; null if the header is not exactly one of ours. */
function keyIdOf(token: string): string | null {
  const encoded = tokenPattern.exec(token)?.[1];
  if (encoded === undefined) return null;
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isRecord(header)) return null;
  if (header.alg !== algorithm || header.typ !== tokenType || header.crit !== undefined)
    return null;
  return typeof header.kid === 'string' ? header.kid : null;
}

function signedClaims(
  token: string,
  key: KeyObject,
  expected: { readonly issuer: string; readonly audience: string },
): Record<string, unknown> | null {
  try {
    const claims: unknown = jwt.verify(token, key, {
      algorithms: [algorithm],
      issuer: expected.issuer,
      audience: expected.audience,
    });
    return isRecord(claims) ? claims : null;
  } catch (error) {
    // The errors for expired and not yet valid tokens extend this class.
    if (error instanceof jwt.JsonWebTokenError) return null;
    throw error;
  }
}

/**
 * Checks a token: signed with RS256 by a key that `publicKeyByKid` knows, of our type, for this
 * issuer and audience, begun and not expired, naming an account. jsonwebtoken checks `exp`, `nbf`
 * and the rest only where they are present, so their presence is demanded here.
 * @returns null for any invalid token, without the reason.
 */
export function verifyAccessToken(
  token: string,
  publicKeyByKid: (kid: string) => KeyObject | null,
  expected: { readonly issuer: string; readonly audience: string },
): AccessToken | null {
  if (token.length > tokenCharactersMax) return null;
  const kid = keyIdOf(token);
  const key = kid === null ? null : publicKeyByKid(kid);
  if (key === null) return null;
  const claims = signedClaims(token, key, expected);
  if (claims === null) return null;
  const { sub, roles: granted, gen, jti, iat, exp, nbf, aud, auth_time: signedInAt } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number' || typeof iat !== 'number') return null;
  if (aud !== expected.audience) return null;
  if (typeof sub !== 'string' || !isUuid(sub)) return null;
  if (typeof jti !== 'string' || !Array.isArray(granted)) return null;
  if (typeof gen !== 'number' || !Number.isSafeInteger(gen)) return null;
  return {
    userId: sub,
    roles: granted.filter((role) => typeof role === 'string'),
    generation: gen,
    signedInAtMs: typeof signedInAt === 'number' ? Math.round(signedInAt * 1_000) : null,
    tokenId: jti,
    issuedAt: new Date(iat * 1_000),
    expiresAt: new Date(exp * 1_000),
  };
}
