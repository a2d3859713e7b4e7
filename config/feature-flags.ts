import path from 'node:path';
import type { Registry } from 'prom-client';
import { fileSource } from '../platform/flags/file-source';
import { flagdSource } from '../platform/flags/flagd-source';
import { createFlags, type Flags, fixedFlags } from '../platform/flags/flags';
import type { Logger } from '../platform/telemetry/logger';
import type { Configuration } from './schema';

/** Every feature flag that the code reads, with its default for when the source has no value. */
export const featureFlags = {
  'fraud-review': {
    default: true,
    description: 'Orders with a fraud signal wait for a review; off, they are confirmed at once.',
  },
  'exact-counts': {
    default: true,
    description: 'Totals of order lists are counted; off, they are estimated, which is cheaper.',
  },
  registration: {
    default: true,
    description: 'New accounts can be registered; off, `register` returns SERVICE_UNAVAILABLE.',
  },
  'compiled-executor': {
    default: true,
    description:
      'Plans run compiled if gateway.executor says so; off, @apollo/gateway runs all of them.',
  },
} as const;

export type FeatureFlagName = keyof typeof featureFlags;
export type FeatureFlags = Flags<FeatureFlagName>;

/**
 * Flags without a source, for commands and tests: every flag has its default value unless `values`
 * overrides it.
 */
export function fixedFeatureFlags(
  values: Partial<Record<FeatureFlagName, boolean>> = {},
): FeatureFlags {
  return fixedFlags<FeatureFlagName>(featureFlags, values);
}

const shippedFile = path.join(__dirname, 'flags.json');

export interface FlagOptions {
  readonly configuration: Pick<Configuration, 'flags'>;
  readonly logger: Logger;
  readonly registry: Registry;
}

/**
 * The feature flags of a process, from a flagd or a file, reloaded while it runs.
 * @throws Error if the file cannot be used.
 */
export function openFeatureFlags({ configuration, logger, registry }: FlagOptions): FeatureFlags {
  const { file, flagd } = configuration.flags;
  const { url, deadlineMs, cacheMs } = flagd;
  const source =
    url === null
      ? fileSource({ file: file ?? shippedFile, logger, registry })
      : flagdSource({ url, deadlineMs, cacheMs });
  return createFlags<FeatureFlagName>({ source, known: featureFlags, logger, registry });
}
