import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openForTest } from '../../platform/testing/open-for-file';
import { startOfrepStub } from '../testing/ofrep-stub';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { fileSource } from './file-source';
import type { FlagSource } from './flag-source';
import { flagdSource } from './flagd-source';
import { createFlags, type FlagSubject, type Flags, subjectOf } from './flags';

const patience = { timeout: 30_000, interval: 50 };
const known = {
  plain: { default: false, description: 'everybody' },
  some: { default: false, description: 'a part' },
  chosen: { default: false, description: 'by user, role and key' },
  unknown: { default: true, description: 'not in the source' },
};
type Name = keyof typeof known;

const variants = { on: true, off: false };
const flag = (defaultVariant: string, targeting: object = {}) => ({
  state: 'ENABLED',
  variants,
  defaultVariant,
  targeting,
});
const chosen = {
  if: [
    {
      or: [
        { '==': [{ var: 'user' }, 'ada'] },
        { in: ['ADMIN', { var: 'roles' }] },
        { '==': [{ var: 'apiKey' }, 'key-1'] },
      ],
    },
    'on',
    'off',
  ],
};
const definitions = (plain: string) => ({
  plain: flag(plain),
  some: flag('off', {
    fractional: [
      ['on', 25],
      ['off', 75],
    ],
  }),
  chosen: flag('off', chosen),
});

const nobody: FlagSubject = { key: 'nobody' };
let registry: Registry;
let flags: Flags<Name>;

const use = (source: FlagSource) => {
  flags = createFlags({ source, known, logger, registry });
};
const metrics = () => registry.metrics();

beforeEach(() => {
  registry = new Registry();
});
afterEach(() => flags?.stop());

describe('flags of a file', () => {
  let folder: string;
  let file: string;
  const write = (content: object | string) =>
    writeFileSync(
      file,
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );

  beforeEach(() => {
    folder = folderForTest();
    file = join(folder, 'flags.json');
    write({ flags: definitions('off') });
    use(fileSource({ file, logger, registry }));
  });

  test('have the values of the file, or the defaults of the code', async () => {
    expect(await flags.isOn('plain', nobody)).toBe(false);
    expect(await flags.isOn('unknown', nobody)).toBe(true);
  });

  test('follow it while the process runs', async () => {
    // Editors of Windows begin a file with a byte order mark.
    write(`\ufeff${JSON.stringify({ flags: definitions('on') })}`);
    await vi.waitFor(async () => expect(await flags.isOn('plain', nobody)).toBe(true), patience);
  });

  test('keep their values when the file is invalid', async () => {
    write({ flags: definitions('on') });
    await vi.waitFor(async () => expect(await flags.isOn('plain', nobody)).toBe(true), patience);
    for (const faulty of [
      '{ "flags": {',
      '{"flags": {"plain": {"state": "PERHAPS"}}}',
      Buffer.from(JSON.stringify({ note: 'für uns', flags: definitions('off') }), 'latin1'),
    ]) {
      const before = await metrics();
      write(faulty);
      await vi.waitFor(async () => {
        const now = await metrics();
        expect(now).toContain('feature_flag_reloads_total{result="refused"}');
        expect(now).toContain('feature_flag_last_reload_successful 0');
        expect(now).not.toBe(before);
      }, patience);
      expect(await flags.isOn('plain', nobody)).toBe(true);
    }
  });

  test('reach a percentage of the users, the same ones each time', async () => {
    const askAll = () =>
      Promise.all(
        Array.from({ length: 400 }, (_, user) => flags.isOn('some', { key: `user-${user}` })),
      );
    const first = await askAll();
    expect(await askAll()).toEqual(first);
    const reached = first.filter(Boolean).length;
    expect(reached).toBeGreaterThan(60);
    expect(reached).toBeLessThan(140);
  });

  test('are targeted by user, role and key', async () => {
    expect(await flags.isOn('chosen', nobody)).toBe(false);
    expect(await flags.isOn('chosen', { key: 'ada', user: 'ada' })).toBe(true);
    expect(await flags.isOn('chosen', { key: 'b', user: 'b', roles: ['ADMIN'] })).toBe(true);
    expect(await flags.isOn('chosen', { key: 'b', user: 'b', apiKey: 'key-1' })).toBe(true);
    expect(await flags.isOn('chosen', { key: 'b', user: 'b', roles: ['SUPPORT'] })).toBe(false);
  });

  test('show their value and its reason, and count evaluations', async () => {
    const all = await flags.list({ key: 'ada', user: 'ada' });
    expect(all).toHaveLength(4);
    expect(all.find(({ name }) => name === 'chosen')).toMatchObject({
      isOn: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      defaultVariant: 'off',
      description: 'by user, role and key',
      targeting: JSON.stringify(chosen),
    });
    expect(all.find(({ name }) => name === 'unknown')).toMatchObject({ isOn: true });
    expect(await metrics()).toContain(
      'feature_flag_evaluations_total{flag="chosen",variant="on",reason="TARGETING_MATCH"} 1',
    );
  });

  test('stop the start when they cannot be read', () => {
    const read = () => fileSource({ file: join(folder, 'none'), logger, registry: new Registry() });
    expect(read).toThrow('none');
  });
});

describe('flags of a flagd, by OFREP', () => {
  const stub = openForTest(() => startOfrepStub(definitions('on')));
  beforeEach(() => {
    use(flagdSource({ url: stub.url, deadlineMs: 2_000, cacheMs: 50 }));
  });

  test('are evaluated there, with the whole context', async () => {
    expect(await flags.isOn('plain', nobody)).toBe(true);
    expect(await flags.isOn('chosen', { key: 'ada', user: 'ada' })).toBe(true);
    expect(await flags.isOn('chosen', nobody)).toBe(false);
    expect(await flags.isOn('unknown', nobody)).toBe(true);
  });

  test('are evaluated once per moment', async () => {
    await Promise.all(Array.from({ length: 20 }, () => flags.isOn('plain', nobody)));
    expect(stub.requests()).toBeLessThan(20);
    stub.setFlags(definitions('off'));
    await vi.waitFor(async () => expect(await flags.isOn('plain', nobody)).toBe(false), patience);
  });

  test('have the defaults of the code while flagd does not answer', async () => {
    stub.setHanging(true);
    expect(await flags.isOn('plain', nobody)).toBe(false);
    expect(await flags.isOn('unknown', nobody)).toBe(true);
    stub.setHanging(false);
    await vi.waitFor(async () => expect(await flags.isOn('plain', nobody)).toBe(true), patience);
  });
});

test('a viewer is counted by the account, and by the address without one', () => {
  const roles = ['ADMIN'] as const;
  expect(subjectOf({ kind: 'anonymous', address: '::1' })).toEqual({ key: '::1' });
  expect(subjectOf({ kind: 'user', userId: 'ada', roles, generation: 0, address: '::1' })).toEqual({
    key: 'ada',
    user: 'ada',
    roles,
  });
});
