import { z } from 'zod';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import { jobScope } from './job-scope';

const everyHour = '17 * * * *';
const callDeadlineMs = 10_000;
const expireSeconds = 60;
const retryDelaySeconds = 10;
const retryDelaySecondsMax = 600;
const retriesMax = 5;

const rotateWhenOld = 'mutation { rotateSigningKeyWhenOld }';

/** Asks users to rotate the signing key for access tokens if it is old enough. */
export const rotateSigningKeys = (users: ServiceCall): Queue => ({
  name: 'rotate-signing-keys',
  payload: z.object({}),
  concurrencyMax: 1,
  isExclusive: true,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,
  cron: everyHour,

  async run(_, job) {
    const scope = jobScope(job, callDeadlineMs);
    const answer = await users<{ rotateSigningKeyWhenOld: boolean }>(rotateWhenOld, {}, scope);
    return { rotated: answer.rotateSigningKeyWhenOld };
  },
});
