import type { Registry } from 'prom-client';
import { createLogShipper } from './log-shipper';
import { createLogger, type Logger } from './logger';
import { createMetrics } from './metrics';
import type { SignalSettings } from './settings';
import { startTracing } from './tracing';

export interface SignalOptions {
  /** Which process this is, in logs, metrics and traces. */
  readonly name: string;
  readonly version: string;
  readonly settings: SignalSettings;
}

export interface Signals {
  readonly logger: Logger;
  readonly registry: Registry;
  /** Sends what has not been sent yet; the last thing that a process does. */
  stop(): Promise<void>;
}

/** Longer than it takes to send the last traces and log lines. */
export const signalsStopDeadlineMs = 12_000;

/** What a process tells of itself: a log, metrics, and traces where they are wanted. */
export async function openSignals(options: SignalOptions): Promise<Signals> {
  const { name, version, settings } = options;
  const shipper = createLogShipper(settings.telemetry.logs, name);
  const logger = createLogger({ ...settings.log, name, shipper: shipper ?? undefined });
  const registry = createMetrics({ name, version });
  shipper?.measure(registry);
  const stopTracing = await startTracing({
    settings: settings.telemetry.tracing,
    name,
    version,
    logger,
  });
  return {
    logger,
    registry,
    stop: async () => {
      await stopTracing();
      await shipper?.stop();
    },
  };
}
