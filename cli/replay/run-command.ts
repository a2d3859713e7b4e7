// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { gatewayOrigin } from '../../config/process/service-addresses';
import { requiredFields } from '../import/columns';
import { checkDates } from '../import/dates';
import { checkFiles } from '../import/job';
import { openRooms } from '../import/rooms';
import { sourceFiles } from '../import/source';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';
import { checkReady } from '../running/gateway';
import { replay } from './run';

export interface ReplayCommandOptions extends JsonOption {
  readonly speed?: number;
  readonly concurrency: number;
  readonly limit?: number;
  readonly stock?: true;
  readonly dayFirst?: true;
  readonly currency: string;
  /** Origin of the gateway; from the configuration if absent. */
  readonly url?: string;
}

/** The time for pending orders to end, longer than an order may take. */
const stopDeadlineMs = 35_000;

/** Places the invoices of the files as live orders, and prints a report. */
export function runReplay(paths: readonly string[], options: ReplayCommandOptions): Promise<void> {
  return withLifecycle(options, async (lifecycle) => {
    const { speed = null, concurrency, limit = Number.POSITIVE_INFINITY, currency } = options;
    const configuration = await loadConfiguration();
    const gateway = options.url ?? gatewayOrigin(configuration);
    await checkReady(gateway);
    const files = await sourceFiles(paths);
    const isDayFirst = options.dayFirst === true;
    await checkFiles({ files, map: new Map() }, requiredFields.orders);
    await checkDates({ files, map: new Map(), isDayFirst });
    const rooms = await openRooms(lifecycle);
    const stopping = new AbortController();
    const chosen = {
      speed,
      concurrency,
      limit,
      currency,
      isDayFirst,
      stock: options.stock === true,
    };
    const replayed = replay(
      { ...chosen, gateway, configuration, files, rooms, signal: stopping.signal },
      (report, elapsedMs) => {
        printResult(options, report.figures(elapsedMs), report.text(elapsedMs));
      },
    );
    lifecycle.onStop('replay', stopDeadlineMs, async () => {
      stopping.abort();
      await Promise.allSettled([replayed]);
    });
    await replayed;
  });
}
