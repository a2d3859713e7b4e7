import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Jobs } from '../../../../platform/jobs/jobs';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { shopJobs } from './shop-jobs';

const queue = {
  name: 'expire-keys',
  payload: z.object({}),
  concurrencyMax: 1,
  retriesMax: 0,
  retryDelaySeconds: 1,
  retryDelaySecondsMax: 1,
  expireSeconds: 60,
  run: async () => undefined,
};

/** The jobs of a database that answers a sent job so. */
const jobsThat = (send: () => Promise<string>) => ({ queues: [queue], send }) as unknown as Jobs;

it('says that a job does not run for the orders of a database that is down', async () => {
  const sent: string[] = [];
  const answering = (name: string) => jobsThat(async () => `${sent.push(name)}`);
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const down = jobsThat(() => Promise.reject(refused));
  const [home, other] = [answering('home'), answering('other')];
  await expect(shopJobs([home, down, other], logger).send(queue, {})).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  expect(sent.sort()).toEqual(['home', 'other']);
  expect(await shopJobs([home, other], logger).send(queue, {})).not.toBeNull();
});
