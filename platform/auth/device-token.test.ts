import { createHmac, hkdfSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeviceTokens, isWellFormedDeviceToken } from './device-token';

const secret = 'a secret of the tests for device tokens';
const tokens = createDeviceTokens([secret]);
const email = 'ada@example.com';

afterEach(() => void vi.useRealTimers());

describe('a device token', () => {
  it('is known with the e-mail address of its account', () => {
    const [token, another] = [tokens.issue(email), tokens.issue(email)];
    expect(isWellFormedDeviceToken(token)).toBe(true);
    const device = tokens.deviceOf(token, email);
    expect(device).toMatch(/^[\w-]{16}$/);
    expect(tokens.deviceOf(token, email)).toBe(device);
    expect(tokens.deviceOf(another, email)).not.toBe(device);
  });

  it('is an HMAC under a key of its own', () => {
    const bytes = Buffer.from(tokens.issue(email), 'base64url');
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'device-token-v1', 32));
    const signature = createHmac('sha256', key).update(bytes.subarray(0, 16)).update(email);
    expect(bytes.subarray(16)).toEqual(signature.digest());
  });

  it('is worth nothing for another account', () => {
    expect(tokens.deviceOf(tokens.issue(email), 'eve@example.com')).toBeNull();
  });

  it('does not contain the e-mail address', () => {
    const text = Buffer.from(tokens.issue(email), 'base64url').toString('latin1');
    expect(text).not.toContain('ada');
  });

  it('cannot be altered or made without the secret', () => {
    const token = tokens.issue(email);
    const bytes = Buffer.from(token, 'base64url');
    for (let place = 0; place < bytes.length; place += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(place) ^ 1, place);
      expect(tokens.deviceOf(altered.toString('base64url'), email)).toBeNull();
    }
    const forged = createDeviceTokens(['another secret']).issue(email);
    for (const text of [forged, '', 'A'.repeat(64), `${token}A`, token.slice(1)]) {
      expect(tokens.deviceOf(text, email)).toBeNull();
    }
  });

  it('expires after a year', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T12:00:00Z') });
    const token = tokens.issue(email);
    vi.setSystemTime(new Date('2027-11-29T11:59:59Z'));
    expect(tokens.deviceOf(token, email)).not.toBeNull();
    vi.setSystemTime(new Date('2027-11-29T12:00:00Z'));
    expect(tokens.deviceOf(token, email)).toBeNull();
  });

  it('stays known when its secret has become a former one', () => {
    const rotated = createDeviceTokens(['a new secret', secret]);
    expect(rotated.deviceOf(tokens.issue(email), email)).not.toBeNull();
    expect(tokens.deviceOf(rotated.issue(email), email)).toBeNull();
  });
});
