import 'reflect-metadata';
import { describe, expect, it, vi } from 'vitest';
import { bcryptThreads } from './bcrypt-thread';
import { createPasswords, type PasswordWork } from './password';

const passwords = createPasswords(4);
const system = { address: null, account: null };
const hash = (text: string) => passwords.run(system, (work) => work.hash(text));
const verify = (text: string, stored: string | null) =>
  passwords.run(system, (work) => work.verify(text, stored));

describe('a password', () => {
  it('matches its hash, and no other password does', async () => {
    const stored = await hash('correct horse battery');
    expect(stored).toMatch(/^\$2[aby]\$04\$/);
    expect(await verify('correct horse battery', stored)).toBe(true);
    expect(await verify('correct horse batterz', stored)).toBe(false);
  });

  it('is compared to its last byte, also beyond the 72nd', async () => {
    const long = 'x'.repeat(127);
    const stored = await hash(`${long}a`);
    expect(await verify(`${long}a`, stored)).toBe(true);
    expect(await verify(`${long}b`, stored)).toBe(false);
  });

  it('is compared beyond a zero byte', async () => {
    const stored = await hash('before\0after');
    expect(await verify('before\0other', stored)).toBe(false);
  });

  it('matches however its accents are composed', async () => {
    expect(await verify('cafe\u0301 au lait', await hash('caf\u00e9 au lait'))).toBe(true);
  });

  it('has another hash each time', async () => {
    expect(await hash('the same')).not.toBe(await hash('the same'));
  });

  it('never matches without a hash', async () => {
    expect(await verify('anything', null)).toBe(false);
  });

  it('takes the same work without a hash as with one', async () => {
    const compare = vi.spyOn(bcryptThreads, 'verify');
    const computed = vi.spyOn(bcryptThreads, 'hash');
    const stored = await hash('a password');
    await verify('wrong', stored);
    await verify('wrong', null);
    const [known, unknown] = compare.mock.calls;
    expect(computed).toHaveBeenCalledTimes(1);
    computed.mockRestore();
    compare.mockRestore();
    // bcrypt's work depends on the cost alone, which is the first part of a hash.
    expect(unknown).toEqual([known?.[0], expect.stringMatching(/^\$2[aby]\$04\$.{53}$/), false]);
    expect(known?.[1]).toMatch(/^\$2[aby]\$04\$/);
  });

  it('takes the same work when its hash has a lower cost than the configured one', async () => {
    const stored = await hash('a password');
    const costlier = createPasswords(7);
    const compare = vi.spyOn(bcryptThreads, 'verify');
    const workOf = async (of: string | null) => {
      compare.mockClear();
      await costlier.run(system, (work) => work.verify('wrong', of));
      const costs = compare.mock.calls.map(([, compared]) => Number(compared.split('$')[2]));
      return costs.reduce((sum, cost) => sum + 2 ** cost, 0);
    };
    const [known, unknown] = [await workOf(stored), await workOf(null)];
    compare.mockRestore();
    expect([known, unknown]).toEqual([2 ** 7, 2 ** 7]);
  });

  it('is outdated when it was hashed at a lower cost', async () => {
    const stored = await hash('a password');
    expect(passwords.isOutdated(stored)).toBe(false);
    expect(createPasswords(5).isOutdated(stored)).toBe(true);
  });

  it('is hashed one at a time', async () => {
    let running = 0;
    const alone = async (work: PasswordWork) => {
      running += 1;
      expect(running).toBe(1);
      await work.hash('a password');
      running -= 1;
    };
    await Promise.all([1, 2, 3].map(() => passwords.run(system, alone)));
  });

  it('is hashed by as many threads as there are, and one more for known devices', async () => {
    const parallel = createPasswords(4, 2);
    const begun: string[] = [];
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const run = (name: string, claimant: object = {}) =>
      parallel.run({ ...system, ...claimant }, async ({ hash: compute }) => {
        begun.push(name);
        await opened;
        return compute(name);
      });
    const hashed = [run('a'), run('b'), run('c'), run('known', { account: 'k', device: 'd' })];
    await expect.poll(() => begun).toEqual(['a', 'b', 'known']);
    open();
    expect(new Set(await Promise.all(hashed)).size).toBe(4);
  });

  it('is not accepted for hashing when too many wait', async () => {
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => hash('a password')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBe(30 - 25);
    expect(refused[0]?.reason).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  });
});
