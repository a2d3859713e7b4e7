import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import { batchMax, inBatches, nightly } from './nightly';

const forgetExpired = 'mutation ($limit: Int!) { forgotten: forgetExpired(limit: $limit) }';
const callDeadlineMs = 30_000;

/**
 * Makes users delete expired sessions every night, with mailed tokens and sign-in challenges: those
 * of an account that nobody uses any more would stay.
 */
export const expireSessionsJob = (users: ServiceCall): Queue =>
  nightly('expire-sessions', '53 3 * * *', async ({ id, signal }) => ({
    sessions: await inBatches(async () => {
      const scope = {
        viewer: { kind: 'system', cause: `Job:${id}` } as const,
        requestId: id,
        signal: AbortSignal.any([signal, AbortSignal.timeout(callDeadlineMs)]),
      };
      const variables = { limit: batchMax };
      return (await users<{ forgotten: number }>(forgetExpired, variables, scope)).forgotten;
    }, signal),
  }));
