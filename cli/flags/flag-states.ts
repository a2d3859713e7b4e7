import { Registry } from 'prom-client';
import { openFeatureFlags } from '../../config/feature-flags';
import { loadConfiguration } from '../../config/load-configuration';
import type { FlagState } from '../../platform/flags/flags';
import { createLogger } from '../../platform/telemetry/logger';

/** For whom flags are evaluated; by default, for an anonymous caller. */
export interface FlagReader {
  readonly user?: string;
  readonly role?: readonly string[];
}

/** The value of every flag, from the configured source. */
export async function flagStates({ user, role: roles }: FlagReader): Promise<FlagState[]> {
  const configuration = await loadConfiguration();
  const logger = createLogger({ ...configuration.log, name: 'flags', destination: process.stderr });
  const flags = openFeatureFlags({ configuration, logger, registry: new Registry() });
  try {
    return await flags.list({ key: user ?? 'anonymous', user, roles });
  } finally {
    flags.stop();
  }
}

/** One line for each flag. */
export function flagTable(states: readonly FlagState[]): string {
  const width = Math.max(...states.map(({ name }) => name.length));
  const lines = states.map(({ name, isOn, reason, targeting, description }) => {
    const why = targeting === null ? reason : `${reason}, has targeting rules`;
    return `${name.padEnd(width)}  ${isOn ? 'on ' : 'off'}  ${description} (${why})\n`;
  });
  const [{ source } = { source: 'none' }] = states;
  return `${lines.join('')}Source: ${source}\n`;
}
