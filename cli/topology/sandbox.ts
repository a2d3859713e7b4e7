import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '../../config/schema';
import {
  type SandboxProcess,
  type SandboxProcessOptions,
  startSandboxProcess,
} from '../../payments/sandbox/start';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';

const stopDeadlineMs = 10_000;
const restartPauseMs = 1_000;
/** A sandbox that dies this often without a steady minute has a reason that a start cannot mend. */
const restartsMax = 20;
const steadyAfterMs = 60_000;

export interface SandboxParts {
  readonly configuration: Configuration;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/**
 * Keeps the payment sandbox running as a process of its own: one that died is started again on
 * the same port, and its ledger makes it the same provider.
 * @returns its address; null where another provider takes the money.
 */
export async function keepSandbox(parts: SandboxParts): Promise<string | null> {
  const { configuration, lifecycle, logger } = parts;
  if (configuration.payments.provider !== 'sandbox') return null;
  const { port, apiSecret, callbackSecret } = configuration.payments.sandbox;
  const options: SandboxProcessOptions = {
    host: '127.0.0.1',
    port,
    dataFolder: path.resolve(configuration.dataFolder, 'sandbox'),
    apiSecret,
    callbackSecret,
    onLog: (line) => logger.warn({ line }, 'the payment sandbox says'),
  };
  let running = await startSandboxProcess(options);
  let restarts = 0;
  let startedAtMs = performance.now();
  const restart = async (): Promise<void> => {
    if (performance.now() - startedAtMs > steadyAfterMs) restarts = 0;
    while (!lifecycle.isEnding && restarts < restartsMax) {
      restarts += 1;
      await delay(restartPauseMs, undefined, { ref: false });
      try {
        running = watch(await startSandboxProcess(options));
        startedAtMs = performance.now();
        return;
      } catch (error) {
        logger.error({ err: error, restarts }, 'the payment sandbox did not come up again');
      }
    }
    if (!lifecycle.isEnding) await lifecycle.fail('The payment sandbox keeps dying.');
  };
  const watch = (process: SandboxProcess): SandboxProcess => {
    process.onExit(({ code, signal }) => {
      if (lifecycle.isEnding) return;
      logger.error({ code, signal }, 'the payment sandbox died');
      void restart();
    });
    return process;
  };
  watch(running);
  lifecycle.onStop('payment sandbox', stopDeadlineMs, () => running.stop());
  return running.url;
}
