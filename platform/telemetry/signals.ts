import type { Counter, Registry } from 'prom-client';
import { readAuthority } from '../net/authority';
import { counterIn } from './instruments';
import { profileLateLoop } from './late-loop-profiles';
import { createLogShipper } from './log-shipper';
import { createLogger, type Logger } from './logger';
import { createMetrics } from './metrics';
import { Profiler } from './profiler';
import type { SignalSettings } from './settings';
import { startTracing } from './tracing';

export interface SignalOptions {
  /** Name of the process in logs, metrics and traces. */
  readonly name: string;
  readonly version: string;
  readonly settings: SignalSettings;
}

/** Profiles of a process, on request or automatic, one at a time. */
export interface Profiles {
  /** Name of the process in file names and in the audit log. */
  readonly name: string;
  readonly profiler: Profiler;
  readonly taken: Counter<'kind' | 'cause'>;
}

export interface Signals {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly profiles: Profiles;
  /** Flushes everything; the last action of a process. */
  stop(): Promise<void>;
}

const profilesTaken = (registry: Registry) =>
  counterIn(registry, {
    name: 'profiles_taken_total',
    help: 'Profiles of the process, by kind and cause: asked_for, or event_loop_delay.',
    labelNames: ['kind', 'cause'],
  });

/**
 * Deadline for flushing traces and log lines.
 * @exceeded what is not sent is lost
 */
export const signalsStopDeadlineMs = 12_000;

/** The telemetry of a process: log, metrics and optional traces. */
export async function openSignals(options: SignalOptions): Promise<Signals> {
  const { name, version, settings } = options;
  const authority = readAuthority(settings.telemetry.authorityFile);
  const shipper = createLogShipper(settings.telemetry.logs, name, authority);
  const { instance } = settings.telemetry;
  const logger = createLogger({ ...settings.log, name, instance, shipper: shipper ?? undefined });
  const registry = createMetrics({ name, version });
  shipper?.measure(registry);
  const stopTracing = await startTracing({
    settings: settings.telemetry.tracing,
    authority,
    name,
    version,
    logger,
  });
  const profiles = { name, profiler: new Profiler(), taken: profilesTaken(registry) };
  const stopProfiling = profileLateLoop({
    settings: settings.telemetry.profiles,
    ...profiles,
    logger,
  });
  return {
    logger,
    registry,
    profiles,
    stop: async () => {
      stopProfiling();
      await stopTracing();
      await shipper?.stop();
    },
  };
}
