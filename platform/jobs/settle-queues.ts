import type { PgBoss } from 'pg-boss';
import { deadLetters, keptDays, type Queue } from './queue';

const secondsPerDay = 86_400;
const kept = {
  retentionSeconds: keptDays * secondsPerDay,
  deleteAfterSeconds: keptDays * secondsPerDay,
};

/** Queues and times of the clock as the table says, whatever an earlier version said. */
export async function settleQueues(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  await boss.createQueue(deadLetters, kept);
  for (const queue of queues) {
    const policy = queue.isExclusive ? 'exclusive' : 'standard';
    const options = optionsOf(queue);
    await boss.createQueue(queue.name, { ...options, policy });
    await boss.updateQueue(queue.name, options);
  }
  await settleSchedules(boss, queues);
}

const optionsOf = (queue: Queue) => ({
  ...kept,
  retryLimit: queue.retriesMax,
  retryDelay: queue.retryDelaySeconds,
  retryDelayMax: queue.retryDelaySecondsMax,
  retryBackoff: true,
  expireInSeconds: queue.expireSeconds,
  deadLetter: deadLetters,
  notify: true,
  ...(queue.heartbeatSeconds !== undefined && { heartbeatSeconds: queue.heartbeatSeconds }),
});

async function settleSchedules(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  const wanted = queues.filter(({ cron }) => cron !== undefined);
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.some((queue) => queue.name === name)) await boss.unschedule(name);
  }
  for (const { name, cron } of wanted) {
    if (cron !== undefined) await boss.schedule(name, cron, {}, { tz: 'UTC', missed: 'once' });
  }
}
