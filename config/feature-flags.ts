import { type Flags, fixedFlags } from '../platform/flags/flags';

/** Every feature flag that the code reads, with its default for when the source has no value. */
export const featureFlags = {
  'fraud-review': {
    default: true,
    description: 'Orders with a fraud signal wait for a review; off, they are confirmed at once.',
  },
  'fraud-model': {
    default: false,
    description: 'The fraud model joins the score; off, its score is stored and never shown.',
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
  'kept-answers': {
    default: true,
    description: 'Gateways keep public answers in memory; off, every query is executed.',
  },
  'cached-rows': {
    default: true,
    description:
      'Inventory caches rows as `cache.data` says; off, it reads the database each time.',
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
