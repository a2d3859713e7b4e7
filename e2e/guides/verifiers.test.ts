import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, test } from 'vitest';
import '../harness/deadlines';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { prepare, verifiersOf, verify } from './verifiers';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const other = `whsec_${Buffer.from('another secret of some length…').toString('base64')}`;
const body = '{"type":"order.shipped","data":{"number":"3F7-K2M9-QX4P","note":"Straße"}}';

/** Signed by the library of Standard Webhooks. */
function signed(at: Date, signingSecret = secret): Record<string, string> {
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(signingSecret).sign('evt_1', at, body),
  };
}

const verifiers = verifiersOf('docs/guides/webhooks.md');

test('the page verifies deliveries in five languages', () => {
  const names = verifiers.map(({ name }) => name);
  expect(names).toEqual(['verify.mjs', 'verify.py', 'Verify.java', 'verify.php', 'verify.go']);
});

describe.each(verifiers)('$name', (verifier) => {
  const run = test.skipIf(!verifier.isInstalled);
  const exitCode = (headers: Record<string, string>, received = body): number | null =>
    verify(verifier, folder, { secret, headers, body: received });
  const folder = folderForFile();

  beforeAll(() => {
    if (verifier.isInstalled) prepare(verifier, folder);
  });

  run('accepts a genuine delivery, also while the secret is rotated', () => {
    const now = new Date();
    const headers = signed(now);
    expect(exitCode(headers)).toBe(0);
    const both = `${signed(now, other)['webhook-signature']} ${headers['webhook-signature']}`;
    expect(exitCode({ ...headers, 'webhook-signature': both })).toBe(0);
  });

  run('refuses another body, id or secret, an old time, and no signature', () => {
    const headers = signed(new Date());
    const old = new Date(Date.now() - 6 * 60_000);
    expect(exitCode(headers, `${body} `)).toBe(1);
    expect(exitCode({ ...headers, 'webhook-id': 'evt_2' })).toBe(1);
    expect(exitCode(signed(new Date(), other))).toBe(1);
    expect(exitCode(signed(old))).toBe(1);
    expect(exitCode({ ...headers, 'webhook-timestamp': 'soon' })).toBe(1);
    expect(exitCode({ ...headers, 'webhook-signature': 'v1,' })).toBe(1);
  });
});
