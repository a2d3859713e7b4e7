import '../../platform/process/node-version';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { packageVersion } from '../../platform/remote/package-version';
import { createMetrics } from '../../platform/telemetry/metrics';
import { openSandbox } from './sandbox';

/**
 * The sandbox as a standalone process, e.g. in a container: it has the same configuration as the
 * other processes, and is stopped by a signal.
 */

function log(event: string, details: Record<string, unknown>): void {
  const line = { at: new Date().toISOString(), event, ...details };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function endAtOnce(error: unknown): void {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${sentence}\n`, () => process.exit(1));
}

async function main(): Promise<void> {
  const { services, payments, dataFolder } = await loadConfiguration();
  const sandbox = await openSandbox({
    ...payments.sandbox,
    host: services.host,
    dataFolder,
    publicUrl: services.sandbox.publicUrl ?? undefined,
    log,
    registry: createMetrics({ name: 'sandbox', version: packageVersion() }),
    onFailure: endAtOnce,
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    sandbox.close().then(() => process.exit(0), endAtOnce);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  log('listening', { port: sandbox.port });
}

main().catch(endAtOnce);
