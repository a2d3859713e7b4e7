import path from 'node:path';
import type { Registry } from 'prom-client';
import { fileSource } from '../../platform/flags/file-source';
import { flagdSource } from '../../platform/flags/flagd-source';
import { createFlags } from '../../platform/flags/flags';
import { knownOverrides, type Overrides } from '../../platform/flags/overrides';
import { systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Logger } from '../../platform/telemetry/logger';
import { type FeatureFlagName, type FeatureFlags, featureFlags } from '../feature-flags';
import type { Configuration } from '../schema';

const shippedFile = path.join(__dirname, '..', 'flags.json');

export interface FlagOptions {
  readonly configuration: Pick<Configuration, 'flags'>;
  readonly logger: Logger;
  readonly registry: Registry;
  /** The internal schema of users, which knows the flags that an ADMIN has switched. */
  readonly users?: ServiceCall;
}

const overridesDeadlineMs = 500;

/** @throws an error if users does not answer within the deadline. */
async function readOverrides(users: ServiceCall): Promise<Overrides> {
  const answer = await users<{ flagOverrides: { name: string; isOn: boolean }[] }>(
    '{ flagOverrides { name isOn } }',
    {},
    systemScope('feature-flags', overridesDeadlineMs),
  );
  return new Map(answer.flagOverrides.map(({ name, isOn }) => [name, isOn]));
}

/**
 * The feature flags of a process, from a flagd or a file, reloaded while it runs. A flag that
 * an ADMIN has switched has that value for everybody.
 * @throws Error if the file cannot be used.
 */
export function openFeatureFlags(options: FlagOptions): FeatureFlags {
  const { configuration, logger, registry, users } = options;
  const { file, flagd } = configuration.flags;
  const { url, deadlineMs, cacheMs } = flagd;
  const source =
    url === null
      ? fileSource({ file: file ?? shippedFile, logger, registry })
      : flagdSource({ url, deadlineMs, cacheMs });
  const overrides = users && knownOverrides(() => readOverrides(users), logger);
  return createFlags<FeatureFlagName>({
    source,
    overrides,
    logger,
    registry,
    known: featureFlags,
  });
}
