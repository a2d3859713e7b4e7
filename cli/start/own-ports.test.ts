import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { portsOfServices, sandboxPorts } from './own-ports';

const stripe = { provider: 'stripe', stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' } };
const settingsOf = (raw: unknown) =>
  portsOfServices(parseConfiguration(raw)).map(({ setting }) => setting);

test('the port of the sandbox is needed for a sandbox that the shop starts', () => {
  expect(settingsOf({})).toContain('payments.sandbox.port');
  expect(sandboxPorts(parseConfiguration({}))).toEqual([
    { setting: 'payments.sandbox.port', host: '127.0.0.1', port: 4010 },
  ]);
});

test('a sandbox that runs already, or another provider, may have that port', () => {
  const others = ['server.port', 'services.jobs.adminPort', 'services.users.port'];
  for (const payments of [{ sandbox: { start: false } }, stripe]) {
    const settings = settingsOf({ payments });
    expect(settings).toEqual(expect.arrayContaining(others));
    expect(settings).not.toContain('payments.sandbox.port');
  }
});
