import { Registry } from 'prom-client';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import type { FlagState } from '../../platform/flags/flags';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { NotRunningError } from '../program/exit-codes';
import { withUsers } from '../running/call-users';

/** The user whom flags are evaluated for; by default, an anonymous caller. */
export interface FlagReader {
  readonly user?: string;
  readonly role?: readonly string[];
}

export interface FlagStates {
  readonly flags: readonly FlagState[];
  /**
   * Whether flags that an ADMIN has switched are included: they are in the database of the shop.
   */
  readonly hasSwitched: boolean;
}

async function statesFor(
  { user, role: roles }: FlagReader,
  users?: ServiceCall,
): Promise<FlagState[]> {
  const configuration = await loadConfiguration();
  const logger = createLogger({ ...configuration.log, name: 'flags', destination: process.stderr });
  const flags = openFeatureFlags({ configuration, logger, registry: new Registry(), users });
  try {
    return await flags.list({ key: user ?? 'anonymous', user, roles });
  } finally {
    flags.stop();
  }
}

/** The value of every flag as the shop evaluates it. */
export async function flagStates(reader: FlagReader): Promise<FlagStates> {
  try {
    const flags = await withUsers('flags', (users) => statesFor(reader, users), 'unused');
    return { flags, hasSwitched: true };
  } catch (error) {
    if (!(error instanceof NotRunningError)) throw error;
    return { flags: await statesFor(reader), hasSwitched: false };
  }
}

function reasonOf({ override, reason, targeting }: FlagState): string {
  if (override !== null) return 'switched by an ADMIN';
  return targeting === null ? reason : `${reason}, has targeting rules`;
}

/** One line for each flag. */
export function flagTable({ flags, hasSwitched }: FlagStates): string {
  const width = Math.max(...flags.map(({ name }) => name.length));
  const lines = flags.map((flag) => {
    const state = flag.isOn ? 'on ' : 'off';
    return `${flag.name.padEnd(width)}  ${state}  ${flag.description} (${reasonOf(flag)})\n`;
  });
  const [{ source } = { source: 'none' }] = flags;
  const note = hasSwitched
    ? ''
    : 'The shop does not run: flags that an ADMIN has switched are not known.\n';
  return `${lines.join('')}Source: ${source}\n${note}`;
}
