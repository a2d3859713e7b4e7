import { describe, expect, it } from 'vitest';
import { apiKeyHashing, isWellFormedApiKey, newApiKey } from './api-key';

describe('an API key', () => {
  it('begins with its marker and is well formed', () => {
    const { key, prefix } = newApiKey();
    expect(key).toMatch(/^op_live_[0-9A-Za-z]{33}$/);
    expect(key.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength('op_live_'.length + 6);
    expect(isWellFormedApiKey(key)).toBe(true);
  });

  it('is never the same twice', () => {
    const keys = Array.from({ length: 1_000 }, () => newApiKey().key);
    expect(new Set(keys).size).toBe(1_000);
  });

  it('is not well formed with any one character changed or left out', () => {
    const { key } = newApiKey();
    for (let place = 0; place < key.length; place += 1) {
      const other = key[place] === 'x' ? 'y' : 'x';
      const changed = key.slice(0, place) + other + key.slice(place + 1);
      const shortened = key.slice(0, place) + key.slice(place + 1);
      expect([isWellFormedApiKey(changed), isWellFormedApiKey(shortened)]).toEqual([false, false]);
    }
  });

  it.each(['', 'op_live_', 'op_live_nonsense', `op_live_${'0'.repeat(33)}`, 'x'.repeat(9_999)])(
    'is not %j',
    (text) => {
      expect(isWellFormedApiKey(text)).toBe(false);
    },
  );

  it('has another hash under another secret', () => {
    const { key } = newApiKey();
    const [one, other] = [apiKeyHashing('a'.repeat(32)), apiKeyHashing('b'.repeat(32))];
    expect(one(key)).toEqual(apiKeyHashing('a'.repeat(32))(key));
    expect(one(key)).toHaveLength(32);
    expect(one(key)).not.toEqual(other(key));
  });
});
