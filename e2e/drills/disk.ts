import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import type { Drill, DrillContext } from './drill';
import { isShareFailing, metricSum, millisecondsUntil, type Tried } from './measure';
import { diskObstacle, fillDisk, mountDisk, smallestChunkBytes } from './own-disk';
import { countAtLeast, durationAtMost } from './report';

/** Room for the cluster of a demo shop, its log and the orders of a minute. */
const diskMegabytes = 384;
const detectedMsMax = 15 * msPerSecond;
const recoveredMsMax = 30 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
/** The time with a full disk: the shop tries for longer to restart the embedded PostgreSQL. */
const fullMs = 5 * msPerSecond;
/** The outcomes from which the error budget of the gateway is computed. */
const faultOutcomes = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'];

const diskOf = (folder: string): string => path.join(folder, 'disk');

/** Mutations, and those that the shop failed for whatever reason. */
async function mutations({ shop }: DrillContext): Promise<Tried> {
  const text = await shop.metrics('gateway-1');
  const count = (...labels: readonly string[]) =>
    metricSum(text, 'gateway_operations_total', 'type="mutation"', ...labels);
  const failures = faultOutcomes.map((outcome) => count(`outcome="${outcome}"`));
  return { all: count(), failed: failures.reduce((sum, one) => sum + one, 0) };
}

/** The disk of PostgreSQL fills up, and then there is room again. */
export const diskDrill: Drill = {
  name: 'disk',
  obstacle: diskObstacle,
  needsOwnMounts: true,
  shop: (folder) => ({
    prepare(postgresFolder) {
      const disk = diskOf(folder);
      mountDisk(disk, diskMegabytes);
      symlinkSync(disk, postgresFolder);
    },
  }),
  async inject(context) {
    const { folder, history, probes } = context;
    const ballast = path.join(diskOf(folder), 'ballast');
    const before = await mutations(context);
    history.fault('the disk of PostgreSQL is full');
    const brokenAtMs = Date.now();
    const filledBytes = fillDisk(ballast);
    try {
      const isShown = async () => isShareFailing(before, await mutations(context));
      const detectedAfterMs = await millisecondsUntil(brokenAtMs, isShown, waitMsMax);
      await delay(fullMs);
      rmSync(ballast);
      history.fault('there is room on the disk of PostgreSQL');
      const recoveredAfterMs = await probes.recoveredAfter(Date.now(), waitMsMax);
      return {
        faults: [
          {
            broken: 'The disk of PostgreSQL was full',
            detectedAfterMs,
            detectedBy: 'gateway_operations_total of failed mutations',
            recoveredAfterMs,
          },
        ],
        figures: [
          countAtLeast('bytes that filled it', filledBytes, smallestChunkBytes),
          durationAtMost('detected', detectedAfterMs, detectedMsMax),
          durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
        ],
      };
    } finally {
      rmSync(ballast, { force: true });
    }
  },
};
