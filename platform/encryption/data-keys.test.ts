import { createDecipheriv, hkdfSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openForTest } from '../../platform/testing/open-for-file';
import { createTestDatabase } from '../testing/database';
import { type DataKeySettings, DataKeys } from './data-keys';
import { SealedValueError } from './key-ring';

const heldMs = 100;
const settings: DataKeySettings = {
  name: 'users',
  secret: 'a secret of the tests',
  formerSecrets: [],
  isOn: true,
  heldMs,
};
const place = 'users.email:1';
const value = 'Ada@example.com';

let keys: DataKeys;
const database = openForTest(
  () => createTestDatabase('users'),
  (opened) => opened.drop(),
);
beforeEach(() => {
  keys = process();
});

/** Another process, with its own memory. */
const process = (given: Partial<DataKeySettings> = {}) =>
  new DataKeys(database.pool, { ...settings, ...given });

const sealedBy = async (of: DataKeys) => (await of.current()).seal(value, place);

describe('an encrypted value', () => {
  it('begins with the id of its key and can be read by every process', async () => {
    const sealed = await sealedBy(keys);
    expect(sealed).toMatch(/^d1\.[\w-]+$/);
    expect(await process().open(sealed, place)).toBe(value);
    expect(await sealedBy(keys)).not.toBe(sealed);
  });

  it('is refused at another place, and if it was changed', async () => {
    const sealed = await sealedBy(keys);
    await expect(keys.open(sealed, 'users.email:2')).rejects.toThrow(SealedValueError);
    await expect(keys.open(sealed, 'users.pending_email:1')).rejects.toThrow(SealedValueError);
    const [id = '', text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (const index of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.at(index) ?? 0) ^ 1, index);
      const written = `${id}.${changed.toString('base64url')}`;
      await expect(keys.open(written, place)).rejects.toThrow(SealedValueError);
    }
    await expect(keys.open(`d7.${text}`, place)).rejects.toThrow(SealedValueError);
    await expect(keys.open('', place)).rejects.toThrow(SealedValueError);
  });

  it('is AES-256-GCM under a key that only the secret of the configuration decrypts', async () => {
    const sealed = await sealedBy(keys);
    const { rows } = await database.pool.query("SELECT * FROM data_keys WHERE id = 'd1'");
    // Written out here, so that another implementation can read what this one has stored.
    const decrypted = (key: Buffer, bytes: Buffer, owner: string) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    };
    const derived = (secret: string, purpose: string) =>
      Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
    const wrapping = derived(settings.secret, 'data-key-v1');
    const key = decrypted(wrapping, rows[0].key_sealed, 'users.data_keys.key_sealed:d1');
    const bytes = Buffer.from(sealed.slice('d1.'.length), 'base64url');
    const valueKey = derived(key.toString('base64url'), 'value-v1');
    expect(decrypted(valueKey, bytes, place).toString()).toBe(value);
  });
});

/** Written by an earlier version: rows and values of this form are in databases. */
const stored = {
  d1: 'qTKav_oTmRpnyxrZ2e2AK71pplBTblLWYWLaNQefn5g8E3Z41MNav7BV5Wo0CoviiUdqfXKwoIPnmqhj',
  i1: '_qabB0v1LD7q5rh9lRoF_rgqD7HfHabc-ruVGVEphjDP5yfCY8jShAxS5X1WtTBF0JF7iQ1JPWRGhaaK',
  value: 'd1.K-JK7fegv1mFjj64cVEP-SOHjcEjhOfsLawpvK3UK5-j_s6J_lBiaFmteg',
  fingerprint: '4a039947e3aeeaa14a33a4a25a8ac5349ec2d858c3d8ff45b42ad95bbd499205',
};

it('opens the keys and values that an earlier version stored, and finds them', async () => {
  for (const [id, purpose] of [['d1', 'values'] as const, ['i1', 'index'] as const]) {
    await database.pool.query(
      'INSERT INTO data_keys (id, purpose, key_sealed) VALUES ($1, $2, $3)',
      [id, purpose, Buffer.from(stored[id], 'base64url')],
    );
  }
  expect(await keys.open(stored.value, place)).toBe(value);
  expect((await keys.current()).fingerprint(value)).toBe(stored.fingerprint);
});

describe('the keys', () => {
  it('are created once, by several processes at the same time', async () => {
    const rings = await Promise.all(Array.from({ length: 5 }, () => process().current()));
    const found = rings.map((ring) => ring.fingerprint(value));
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toMatch(/^[0-9a-f]{64}$/);
    expect((await keys.list()).map(({ id }) => id).sort()).toEqual(['d1', 'i1']);
  });

  it('are read once for all values that are opened at the same time', async () => {
    const sealed = await sealedBy(keys);
    const other = process();
    const reads = vi.spyOn(database.pool, 'query');
    await Promise.all(Array.from({ length: 20 }, () => other.open(sealed, place)));
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('cannot be used with another secret, or in the database of another service', async () => {
    const sealed = await sealedBy(keys);
    for (const given of [{ secret: 'another secret' }, { name: 'orders' }]) {
      await expect(process(given).current()).rejects.toThrow(
        /cannot be decrypted.*Set encryption/s,
      );
      await expect(process(given).open(sealed, place)).rejects.toThrow(/cannot be decrypted/);
    }
  });

  it('are under a new secret after a rotation, and need the former one no longer', async () => {
    const sealed = await sealedBy(keys);
    const { fingerprint } = await keys.current();
    const changed = { secret: 'a new secret', formerSecrets: [settings.secret] };
    expect(await process(changed).open(sealed, place)).toBe(value);
    await process(changed).rotate();
    const later = process({ secret: 'a new secret' });
    expect(await later.open(sealed, place)).toBe(value);
    expect((await later.current()).fingerprint(value)).toBe(fingerprint(value));
    await expect(process().current()).rejects.toThrow(/cannot be decrypted/);
  });
});

describe('a rotation', () => {
  it('is noticed by other processes soon when they write, and at once when they read', async () => {
    const other = process();
    expect(await sealedBy(other)).toMatch(/^d1\./);
    expect(await keys.rotate()).toBe('d2');
    const sealed = await sealedBy(process());
    expect(sealed).toMatch(/^d2\./);
    expect(await other.open(sealed, place)).toBe(value);
    await pause(heldMs);
    expect(await sealedBy(other)).toMatch(/^d2\./);
  });

  it('leaves keyed hashes as they are', async () => {
    const before = (await keys.current()).fingerprint(value);
    await keys.rotate();
    expect((await process().current()).fingerprint(value)).toBe(before);
  });

  it('makes a key of its own for each of two at the same time', async () => {
    const ids = await Promise.all([keys.rotate(), process().rotate()]);
    expect(ids.sort()).toEqual(['d2', 'd3']);
    expect(await sealedBy(process())).toMatch(/^d3\./);
  });
});

describe('a key', () => {
  const unused = async () => false;

  it('is neither created nor destroyed without its record', async () => {
    const fails = async () => {
      throw new Error('not recorded');
    };
    const stored = async () => (await keys.list()).map(({ id }) => id);
    await expect(keys.rotate(fails)).rejects.toThrow('not recorded');
    expect(await stored()).toEqual(['d1', 'i1']);
    await keys.rotate();
    await database.pool.query(`UPDATE data_keys SET retired_at = retired_at - interval '1 hour'`);
    await expect(keys.destroy('d1', unused, fails)).rejects.toThrow('not recorded');
    expect(await stored()).toEqual(['d1', 'd2', 'i1']);
  });

  it('is destroyed once nobody can use it, and its values with it', async () => {
    const sealed = await sealedBy(keys);
    expect(await keys.destroy('d1', unused)).toBe('active');
    await keys.rotate();
    expect(await keys.destroy('d1', unused)).toBe('in-use');
    await keys.untilDestroyable('d1');
    // Processes of this test use a key for less than the minute that the database knows.
    expect(await keys.destroy('d1', unused)).toBe('in-use');
    await database.pool.query(`UPDATE data_keys SET retired_at = retired_at - interval '1 minute'`);
    expect(await keys.destroy('d1', async () => true)).toBe('in-use');
    expect(await keys.destroy('d1', unused)).toBe('destroyed');
    await expect(process().open(sealed, place)).rejects.toThrow(SealedValueError);
  });

  it('is not destroyed if it makes the keyed hashes, or does not exist', async () => {
    await keys.current();
    expect(await keys.destroy('i1', unused)).toBe('active');
    expect(await keys.destroy('d9', unused)).toBe('unknown');
  });
});
