import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { startVaultStub, stubAuth, type VaultStub } from '../testing/vault-stub';
import { Vault, type VaultAuth, type VaultOptions } from './vault';

const patience = { timeout: 30_000, interval: 50 };
const byRole: VaultAuth = {
  method: 'appRole',
  roleId: stubAuth.roleId,
  secretId: stubAuth.secretId,
};
let stub: VaultStub;
const opened: Vault[] = [];

beforeEach(async () => {
  stub = await startVaultStub();
  stub.secrets.set('shop/database', { password: 'first' });
});
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close();
  await stub.close();
});

function open(auth: VaultAuth, more: Partial<VaultOptions> = {}): Vault {
  const vault = new Vault({ address: stub.url, mount: 'secret', maxAgeMs: 0, auth, ...more });
  opened.push(vault);
  return vault;
}

const requestCount = (what: string) => stub.requests.filter((asked) => asked === what).length;

test('reads a field of the key-value engine with a token, with AppRole and from a pod', async () => {
  const serviceAccountFile = join(folderForTest(), 'token');
  writeFileSync(serviceAccountFile, `${stubAuth.serviceAccountToken}\n`);
  const ways: VaultAuth[] = [
    { method: 'token', token: stubAuth.rootToken },
    byRole,
    { method: 'kubernetes', role: stubAuth.role, serviceAccountFile },
  ];
  for (const auth of ways) {
    expect(await open(auth).read('shop/database#password'), auth.method).toBe('first');
  }
});

test('names what is missing or refused, and never the secret', async () => {
  const vault = open(byRole);
  await expect(vault.read('shop/database#user')).rejects.toThrow('no "user" in shop/database');
  await expect(vault.read('shop/none#x')).rejects.toMatchObject({ status: 404 });
  const stranger = open({ method: 'appRole', roleId: 'r', secretId: 'hidden' });
  await expect(stranger.read('shop/database#password')).rejects.toThrow('invalid role');
  await expect(stranger.read('shop/database#password')).rejects.not.toThrow(/hidden/);
});

test('caches values for their age, and reads again after invalidation', async () => {
  const vault = open(byRole, { maxAgeMs: 60_000 });
  await vault.read('shop/database#password');
  stub.secrets.set('shop/database', { password: 'second' });
  expect(await vault.read('shop/database#password')).toBe('first');
  vault.forget();
  expect(await vault.read('shop/database#password')).toBe('second');
  expect(requestCount('GET secret/data/shop/database')).toBe(2);
});

test('uses its last values while Vault is down, and reports it', async () => {
  const onStale = vi.fn();
  const vault = open(byRole, { onStale });
  await vault.read('shop/database#password');
  stub.setAway(true);
  expect(await vault.read('shop/database#password')).toBe('first');
  expect(onStale).toHaveBeenCalledTimes(1);
  await expect(vault.read('shop/other#x')).rejects.toMatchObject({ status: 0 });
});

test('signs in again after its token was revoked', async () => {
  const vault = open(byRole);
  await vault.read('shop/database#password');
  stub.revokeTokens();
  expect(await vault.read('shop/database#password')).toBe('first');
  expect(requestCount('PUT auth/approle/login')).toBe(2);
});

test('renews its token before it runs out', async () => {
  stub.terms.tokenSeconds = 1;
  const vault = open(byRole);
  await vault.read('shop/database#password');
  await vi.waitFor(async () => {
    await vault.read('shop/database#password');
    expect(requestCount('PUT auth/token/renew-self')).toBeGreaterThan(0);
  }, patience);
});

test('keeps leased credentials together, renews them, and replaces them at the end', async () => {
  stub.terms.leaseSeconds = 1;
  const vault = open(byRole);
  const name = await vault.read('/database/creds/app#username');
  const number = name.replace('user-', '');
  expect(await vault.read('/database/creds/app#password')).toBe(`password-${number}`);
  await vi.waitFor(async () => {
    const user = await vault.read('/database/creds/app#username');
    expect(requestCount('PUT sys/leases/renew')).toBeGreaterThan(1);
    expect(user).not.toBe(name);
  }, patience);
});

/** The name in leased credentials, and how to read it again; from then on the test moves the time. */
async function readWithoutClock() {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const vault = open(byRole);
  const read = () => vault.read('/database/creds/app#username');
  return { name: await read(), read };
}

test.each([59, 36, 30])(
  'replaces credentials that were renewed for only %i of 60 s before they end',
  async (seconds) => {
    Object.assign(stub.terms, { leaseSeconds: 60, renewedSeconds: seconds, renewalsMax: 100 });
    const { name, read } = await readWithoutClock();
    vi.advanceTimersByTime(41_000);
    await read();
    expect(requestCount('PUT sys/leases/renew')).toBe(1);
    vi.advanceTimersByTime(seconds * 1_000 - 1);
    expect(await read()).not.toBe(name);
  },
);

test('keeps the token that credentials were read with, and replaces them with it', async () => {
  Object.assign(stub.terms, { tokenSeconds: 60 });
  const { name, read } = await readWithoutClock();
  vi.advanceTimersByTime(41_000);
  expect(await read()).toBe(name);
  expect(requestCount('PUT auth/token/renew-self')).toBe(1);
  // Vault revokes the leases of a token with it.
  stub.revokeTokens();
  vi.advanceTimersByTime(41_000);
  expect(await read()).not.toBe(name);
});
