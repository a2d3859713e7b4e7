import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type FeatureFlags, fixedFeatureFlags } from './feature-flags';
import { flagSwitch } from './flag-switch';

function counted(isOn: () => boolean) {
  const keys: string[] = [];
  const flags: FeatureFlags = {
    ...fixedFeatureFlags(),
    isOn: async (_, { key }) => {
      keys.push(key);
      return isOn();
    },
  };
  return { flags, keys };
}

test('is off until the flag is read, and reads it once for many requests', async () => {
  const { flags, keys } = counted(() => true);
  const isOn = flagSwitch(flags, 'compiled-executor');
  expect(isOn()).toBe(false);
  await delay(0);
  for (let request = 0; request < 100; request += 1) expect(isOn()).toBe(true);
  expect(keys).toHaveLength(1);
});

test('follows the flag, with the same targeting key each time', async () => {
  let turned = true;
  const { flags, keys } = counted(() => turned);
  const isOn = flagSwitch(flags, 'compiled-executor');
  isOn();
  await expect.poll(isOn).toBe(true);
  turned = false;
  await expect.poll(isOn).toBe(false);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^process-/);
});
