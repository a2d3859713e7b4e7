import { loadConfiguration } from '../../config/loading/load-configuration';
import { settingVariables } from '../../platform/config/child-environment';
import { resolvesWithin } from '../../platform/process/child';
import { createLifecycle } from '../../platform/process/lifecycle';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { failureText, messageOf, printResult } from '../program/results';
import { demandSocketPath, releaseFolderOf } from './folder';
import { serveRequests } from './requests';
import { Supervisor } from './supervisor';

/** The time for commands to get their answers while the supervisor stops. */
const answersDeadlineMs = 5_000;
const versionsDeadlineMs = 60_000;

export interface SuperviseOptions extends JsonOption {
  readonly restore: boolean;
}

/** Supervises the releases of this data folder until a signal or `release stop` ends it. */
export async function superviseReleases(options: SuperviseOptions): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) =>
    lifecycle.fail(failureText(options, messageOf(error), exitCode.failed));
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    // The stop actions do not run: HAProxy and the versions keep serving, and the next supervisor
    // takes them over.
    process.exit(exitCode.failed);
  });
  try {
    const configuration = await loadConfiguration();
    logger = createLogger({ ...configuration.log, name: 'release' });
    const folder = releaseFolderOf(configuration);
    demandSocketPath(folder);
    const lock = folder.lock();
    lifecycle.onStop('lock', answersDeadlineMs, () => lock.release());
    const supervisor = new Supervisor({
      settings: { configuration, folder, environment: settingVariables() },
      logger,
      restores: options.restore,
      isEnding: () => lifecycle.isEnding,
      onIdle: () => void lifecycle.end(0),
    });
    await supervisor.start();
    const server = await serveRequests(folder.control, (request, caller) =>
      supervisor.answer(request, caller),
    );
    // Stop actions are added only here: a supervisor that does not start must not end what runs.
    lifecycle.onStop('versions', versionsDeadlineMs, async () => {
      const leftovers = await supervisor.end(true);
      for (const leftover of leftovers) logger?.error(leftover, 'process not ended');
    });
    lifecycle.onStop('commands', answersDeadlineMs, async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await resolvesWithin(closed, answersDeadlineMs / 2);
    });
    const { pid } = process;
    printResult(options, { pid, folder: folder.path }, `Holding the releases of ${folder.path}.\n`);
  } catch (error) {
    await fail(error);
  }
}
