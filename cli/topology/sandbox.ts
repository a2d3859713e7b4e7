import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sandboxUrl } from '../../config/process/service-addresses';
import {
  type SandboxProcess,
  type SandboxProcessOptions,
  startSandboxProcess,
} from '../../payments/sandbox/start';
import type { Starting } from './servers';

const stopDeadlineMs = 10_000;
const restartPauseMs = 1_000;
/**
 * A sandbox that crashes this often without a stable minute has a fault that a restart cannot fix.
 */
const restartsMax = 20;
const steadyAfterMs = 60_000;

/**
 * Keeps the payment sandbox running as a separate process: after a crash it is restarted on the
 * same port, and it restores its state from its ledger.
 * @returns the URL at which orders reaches it, or one that runs already; null with another provider.
 */
export async function superviseSandbox({
  configuration,
  lifecycle,
  logger,
}: Starting): Promise<string | null> {
  if (configuration.payments.provider !== 'sandbox') return null;
  if (!configuration.payments.sandbox.start) return sandboxUrl(configuration);
  const { port, apiSecret, callbackSecret, merchantName } = configuration.payments.sandbox;
  const options: SandboxProcessOptions = {
    host: '127.0.0.1',
    port,
    dataFolder: path.resolve(configuration.dataFolder, 'sandbox'),
    apiSecret,
    callbackSecret,
    merchantName,
    onLog: (line) => logger.warn({ line }, 'payment sandbox output'),
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
        logger.error({ err: error, restarts }, 'payment sandbox restart failed');
      }
    }
    if (!lifecycle.isEnding) await lifecycle.fail('The payment sandbox keeps crashing.');
  };
  const watch = (process: SandboxProcess): SandboxProcess => {
    process.onExit(({ code, signal }) => {
      if (lifecycle.isEnding) return;
      logger.error({ code, signal }, 'payment sandbox crashed');
      void restart();
    });
    return process;
  };
  watch(running);
  lifecycle.onStop('payment sandbox', stopDeadlineMs, () => running.stop());
  return configuration.services.sandbox.url ?? running.url;
}
