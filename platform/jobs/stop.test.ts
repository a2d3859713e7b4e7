import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openForFile } from '../testing/open-for-file';
import type { JobRun } from './queue';
import { inState, type Payload, queueThat, testMs, workshop } from './testing/workshop';

const shop = openForFile(workshop);
afterEach(() => shop.stopAll());

describe('a stop', () => {
  it(
    'waits for what is running',
    async () => {
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const queue = queueThat(async () => {
        begin();
        await wait(1_000);
        return { isDone: true };
      });
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const id = await jobs.send(queue, {});
      await begun;
      await jobs.stop();
      expect(await jobs.rows.byId(id ?? '')).toMatchObject({
        state: 'completed',
        output: { isDone: true },
      });
    },
    testMs,
  );

  it(
    'aborts what takes too long, and leaves it to another process',
    async () => {
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const hang = (_: Payload, { attempt, signal }: JobRun): Promise<undefined> => {
        if (attempt > 1) return Promise.resolve(undefined);
        begin();
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      };
      const queue = queueThat(hang, { retriesMax: 1 });
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const id = await jobs.send(queue, {});
      await begun;
      await jobs.stop();
      const { jobs: another } = shop.jobsOf(queue);
      another.startWork();
      expect(await inState(another, id, 'completed')).toMatchObject({ attempts: 2 });
    },
    testMs,
  );
});
