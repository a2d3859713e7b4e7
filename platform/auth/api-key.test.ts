import { describe, expect, it } from 'vitest';
import {
  apiKeyHashing,
  isWellFormedApiKey,
  keyEnvironmentIn,
  keyEnvironmentOf,
  newApiKey,
} from './api-key';

describe('an API key', () => {
  it.each([
    ['production', /^op_live_[0-9A-Za-z]{33}$/],
    ['development', /^op_test_[0-9A-Za-z]{33}$/],
    ['test', /^op_test_[0-9A-Za-z]{33}$/],
  ])('of %s begins with its marker and is well formed', (environment, pattern) => {
    const { key, prefix } = newApiKey(keyEnvironmentIn(environment));
    expect(key).toMatch(pattern);
    expect(key.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength('op_live_'.length + 6);
    expect(isWellFormedApiKey(key)).toBe(true);
    expect(keyEnvironmentOf(key)).toBe(keyEnvironmentIn(environment));
  });

  it('is not recognised in other text', () => {
    const texts = ['', 'op_', 'op_prod_x', 'OP_LIVE_x', 'eyJhbGciOi'];
    expect(texts.map(keyEnvironmentOf)).toEqual(texts.map(() => null));
  });

  it('is never the same twice', () => {
    const keys = Array.from({ length: 1_000 }, () => newApiKey('test').key);
    expect(new Set(keys).size).toBe(1_000);
  });

  it('is not well formed with any one character changed or left out', () => {
    const { key } = newApiKey('test');
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
    const { key } = newApiKey('test');
    const [one, other] = [apiKeyHashing('a'.repeat(32)), apiKeyHashing('b'.repeat(32))];
    expect(one(key)).toEqual(apiKeyHashing('a'.repeat(32))(key));
    expect(one(key)).toHaveLength(32);
    expect(one(key)).not.toEqual(other(key));
  });
});
