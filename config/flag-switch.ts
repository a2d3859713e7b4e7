import { randomUUID } from 'node:crypto';
import type { FeatureFlagName, FeatureFlags } from './feature-flags';

/** A changed flag takes effect within this time. */
const refreshMs = 1_000;

/**
 * A feature flag of the process rather than of a request: evaluated once a second while there are
 * requests, and read synchronously; off until the first evaluation has answered. The subject is the
 * process, so percentages apply to processes.
 */
export function flagSwitch(flags: FeatureFlags, name: FeatureFlagName): () => boolean {
  const subject = { key: `process-${randomUUID()}` };
  let isOn = false;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - refreshedAtMs > refreshMs) {
      refreshedAtMs = performance.now();
      void flags.isOn(name, subject).then((found) => {
        isOn = found;
      });
    }
    return isOn;
  };
}
