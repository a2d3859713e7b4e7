import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSignedCallback, signCallback } from './callback-signature';

const secret = 'callback-secret-for-tests';
const now = new Date('2026-03-01T12:00:00Z');
const body = Buffer.from('{"hello":"wörld"}');
const signed: Record<string, string | undefined> = { ...signCallback(secret, 'evt_1', now, body) };

describe('a signed callback', () => {
  test('is accepted', () => {
    expect(isSignedCallback(secret, signed, body, now)).toBe(true);
  });

  test('is signed as in Standard Webhooks', () => {
    const digest = createHmac('sha256', secret).update(`evt_1.1772366400.${body}`).digest('base64');
    expect(signed).toEqual({
      'webhook-id': 'evt_1',
      'webhook-timestamp': '1772366400',
      'webhook-signature': `v1,${digest}`,
    });
  });

  test('is accepted if one of several signatures is valid, as while a secret is rotated', () => {
    const other = signCallback('another-secret', 'evt_1', now, body)['webhook-signature'];
    const both = { ...signed, 'webhook-signature': `${other} ${signed['webhook-signature']}` };
    expect(isSignedCallback(secret, both, body, now)).toBe(true);
  });

  test('is rejected after any change', () => {
    expect(isSignedCallback('another-secret', signed, body, now)).toBe(false);
    expect(isSignedCallback(secret, signed, Buffer.from('{}'), now)).toBe(false);
    const changes: Record<string, string | undefined>[] = [
      { 'webhook-id': 'evt_2' },
      { 'webhook-timestamp': '1772366401' },
      { 'webhook-timestamp': 'now' },
      { 'webhook-signature': 'v1,' },
      { 'webhook-signature': signed['webhook-signature']?.replace('v1,', 'v2,') },
      { 'webhook-signature': `${signed['webhook-signature']}AAAA` },
      { 'webhook-id': undefined },
      { 'webhook-timestamp': undefined },
      { 'webhook-signature': undefined },
    ];
    for (const change of changes) {
      expect(isSignedCallback(secret, { ...signed, ...change }, body, now)).toBe(false);
    }
  });

  test('is rejected if its time is more than five minutes off', () => {
    for (const [minutes, isTaken] of [
      [5, true],
      [-5, true],
      [5.1, false],
      [-5.1, false],
    ] as const) {
      const at = new Date(now.getTime() + minutes * 60_000);
      expect(isSignedCallback(secret, signed, body, at)).toBe(isTaken);
    }
  });

  test('is rejected if it has more than a few signatures', () => {
    const many = `${'v1,AAAA '.repeat(4)}${signed['webhook-signature']}`;
    expect(isSignedCallback(secret, { ...signed, 'webhook-signature': many }, body, now)).toBe(
      false,
    );
  });
});
