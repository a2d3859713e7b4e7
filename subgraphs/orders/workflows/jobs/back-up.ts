import { z } from 'zod';
import type { ScheduledBackups } from '../../../../config/process/open-backups';
import type { Queue } from '../../../../platform/jobs/queue';

const everyHour = '5 * * * *';
const expireSeconds = 21_600;
const heartbeatSeconds = 60;
const retriesMax = 3;
const retryDelaySeconds = 300;
const retryDelaySecondsMax = 3_600;

/** Checks every hour whether a backup of the databases is due, and makes it. */
export function backUpJob(backups: ScheduledBackups): Queue {
  return {
    name: 'back-up',
    payload: z.object({}),
    concurrencyMax: 1,
    isExclusive: true,
    retriesMax,
    retryDelaySeconds,
    retryDelaySecondsMax,
    expireSeconds,
    heartbeatSeconds,
    cron: everyHour,

    async run(_, { signal }) {
      const made = await backups.run(signal);
      if (made === null) return { made: null };
      const { label, type, bytes, repositoryBytes } = made;
      return { made: label, type, bytes, repositoryBytes };
    },
  };
}
