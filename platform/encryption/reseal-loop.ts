import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PollLoop } from '../events/poll-loop';
import type { DataKeys } from './data-keys';
import { resealTables, type SealedTable } from './sealed-table';

const lingerMs = 1_000;
const backstopMs = 600_000;
/**
 * How long after the start another process may still write plain text: one of the previous version,
 * or one with `encryption.atRest` off.
 */
const settledAfterMs = 600_000;
/** The share of the time in which the loop works, because the shop is open. */
const share = 0.1;

export interface ResealLoopOptions {
  readonly store: { readonly dataKeys: DataKeys; readonly sealedTables: readonly SealedTable[] };
  readonly logger: Logger;
}

/**
 * Encrypts stored values that are in plain text or under a former key, until none is left. They
 * stay readable throughout. Several processes may do so at the same time.
 */
export function resealLoop({ logger, store }: ResealLoopOptions) {
  const { dataKeys: keys, sealedTables: tables } = store;
  let startedAtMs = Number.POSITIVE_INFINITY;
  const pollLoop = new PollLoop({
    work: async (stopping) => {
      const { activeId, isSwept } = await keys.current();
      const due = tables.filter(({ name }) => !isSwept(name));
      if (due.length === 0) return;
      const isSettled = performance.now() - startedAtMs >= settledAfterMs;
      const isStopped = () => stopping.aborted;
      const result = await resealTables(due, { share, pause, isStopped });
      const { changed, left, unreadable, isComplete } = result;
      if (unreadable.length > 0) logger.error({ unreadable }, 'stored values cannot be decrypted');
      if (changed > 0) logger.info({ rows: changed, keyId: activeId }, 'stored values encrypted');
      if (!isComplete || !isSettled || changed > 0 || left > 0) return;
      // A row that cannot be decrypted is under an earlier key, and may be repaired.
      const swept = due.filter(({ name }) => !unreadable.some((row) => row.startsWith(`${name}:`)));
      if (swept.length === 0) return;
      await keys.markSwept(
        activeId,
        swept.map(({ name }) => name),
      );
    },
    onError: (error) => logger.error({ err: error }, 'encrypting stored values failed'),
    lingerMs,
    backstopMs,
  });
  return {
    start: () => {
      if (!keys.settings.isOn) {
        logger.warn('personal data is stored in plain text: encryption.atRest is off');
        return;
      }
      startedAtMs = performance.now();
      pollLoop.start();
    },
    stop: () => pollLoop.stop(),
  };
}
