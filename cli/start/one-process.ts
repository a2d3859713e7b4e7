// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { createLifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { failureText, messageOf } from '../program/results';
import { openShop } from './open-shop';
import { printStarted } from './printed';

/** Starts the shop in this process, until a signal stops it. */
export async function startOneProcess(options: JsonOption): Promise<void> {
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) => {
    // Components that were starting when the shutdown began fail because of it.
    if (!lifecycle.isEnding) logger?.debug({ err: error }, 'start failed');
    return lifecycle.fail(failureText(options, messageOf(error), exitCode.failed));
  };
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  const useLogger = (created: Logger) => {
    logger = created;
  };
  try {
    const opened = await openShop({ lifecycle, useLogger });
    if (!lifecycle.isEnding) printStarted(options, opened);
  } catch (error) {
    await fail(error);
  }
}
