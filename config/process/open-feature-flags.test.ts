import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { fixedFeatureFlags } from '../feature-flags';
import { parseConfiguration } from '../schema';
import { openFeatureFlags } from './open-feature-flags';

const anybody = { key: 'anybody' };
const valuesOf = (states: readonly { name: string; isOn: boolean }[]) =>
  states.map(({ name, isOn }) => ({ name, isOn }));

test('the shipped file has every flag with the default value of the code', async () => {
  const flags = openFeatureFlags({
    configuration: parseConfiguration({}),
    logger,
    registry: new Registry(),
  });
  const shipped = await flags.list(anybody);
  flags.stop();
  expect(shipped.map(({ reason }) => reason)).not.toContain('ERROR');
  expect(shipped.every(({ defaultVariant }) => defaultVariant !== null)).toBe(true);
  expect(valuesOf(shipped)).toEqual(valuesOf(await fixedFeatureFlags().list(anybody)));
});
