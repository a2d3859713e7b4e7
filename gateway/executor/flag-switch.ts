import { randomUUID } from 'node:crypto';
import type { FeatureFlagName, FeatureFlags } from '../../config/feature-flags';

/** Within this time a flag that was turned takes effect. */
const askedEveryMs = 1_000;

/**
 * A flag for what is of the process and not of a request: asked once a second while there are
 * requests, and answered at once. Its subject is this process, so a percentage is one of gateways.
 */
export function flagSwitch(flags: FeatureFlags, name: FeatureFlagName): () => boolean {
  const subject = { key: `gateway-${randomUUID()}` };
  let isOn = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - askedAtMs > askedEveryMs) {
      askedAtMs = performance.now();
      void flags.isOn(name, subject).then((found) => {
        isOn = found;
      });
    }
    return isOn;
  };
}
