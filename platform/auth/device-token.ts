import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { msPerSecond, secondsPerDay } from '../values/time';

/**
 * How long a device counts as known after a sign-in.
 * @exceeded its next sign-in is one of an unknown device
 * @test platform/auth/device-token.test.ts
 */
export const deviceTokenDaysMax = 365;

const keyBytes = 32;
const purpose = 'device-token-v1';
const expiryBytes = 4;
const deviceBytes = 12;
const payloadBytes = expiryBytes + deviceBytes;

/** 16 bytes of payload and 32 of signature. */
const pattern = /^[\w-]{64}$/;

/** Cheap, so that nothing else is passed on. */
export const isWellFormedDeviceToken = (text: string): boolean => pattern.test(text);

/**
 * Tokens that say: this account was signed in on this device before. They are no credentials. Who
 * has one waits less for the check of a password, and a guess from elsewhere does not delay it.
 */
export interface DeviceTokens {
  /** @param email of the account. The token is invalid with another one. */
  issue(email: string): string;
  /**
   * Needs no query.
   * @returns the id of the device; null if the token is forged, expired or another account's.
   */
  deviceOf(token: string, email: string): string | null;
}

/** @param secrets the first one signs, all of them verify. */
export function createDeviceTokens(secrets: readonly string[]): DeviceTokens {
  const keys = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes)),
  );
  const signatureOf = (key: Buffer, payload: Buffer, email: string): Buffer =>
    createHmac('sha256', key).update(payload).update(email).digest();
  return {
    issue(email) {
      const [key] = keys;
      if (key === undefined) throw new Error('There is no secret for device tokens.');
      const expiry = Buffer.alloc(expiryBytes);
      const lifetimeSeconds = deviceTokenDaysMax * secondsPerDay;
      expiry.writeUInt32BE(Math.floor(Date.now() / msPerSecond) + lifetimeSeconds);
      const payload = Buffer.concat([expiry, randomBytes(deviceBytes)]);
      return Buffer.concat([payload, signatureOf(key, payload, email)]).toString('base64url');
    },
    deviceOf(token, email) {
      if (!isWellFormedDeviceToken(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const [payload, signature] = [bytes.subarray(0, payloadBytes), bytes.subarray(payloadBytes)];
      const isOurs = keys.some((key) =>
        timingSafeEqual(signature, signatureOf(key, payload, email)),
      );
      if (!isOurs || payload.readUInt32BE() * msPerSecond <= Date.now()) return null;
      return payload.toString('base64url', expiryBytes);
    },
  };
}
