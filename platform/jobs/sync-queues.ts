import type { PgBoss } from 'pg-boss';
import { secondsPerDay } from '../values/time';
import { deadLetters, type Queue, retentionDays } from './queue';

const retention = {
  retentionSeconds: retentionDays * secondsPerDay,
  deleteAfterSeconds: retentionDays * secondsPerDay,
};

/** Makes the queues and schedules of pg-boss match the table. */
export async function syncQueues(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  await boss.createQueue(deadLetters, retention);
  for (const queue of queues) {
    const policy = queue.isExclusive ? 'exclusive' : 'standard';
    const options = optionsOf(queue);
    await boss.createQueue(queue.name, { ...options, policy });
    await boss.updateQueue(queue.name, options);
  }
  await syncSchedules(boss, queues);
}

const optionsOf = (queue: Queue) => ({
  ...retention,
  retryLimit: queue.retriesMax,
  retryDelay: queue.retryDelaySeconds,
  retryDelayMax: queue.retryDelaySecondsMax,
  retryBackoff: true,
  expireInSeconds: queue.expireSeconds,
  deadLetter: deadLetters,
  notify: true,
  ...(queue.heartbeatSeconds !== undefined && { heartbeatSeconds: queue.heartbeatSeconds }),
});

async function syncSchedules(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  const scheduled = queues.filter(({ cron }) => cron !== undefined);
  for (const { name } of await boss.getSchedules()) {
    if (!scheduled.some((queue) => queue.name === name)) await boss.unschedule(name);
  }
  for (const { name, cron } of scheduled) {
    if (cron !== undefined) await boss.schedule(name, cron, {}, { tz: 'UTC', missed: 'once' });
  }
}
