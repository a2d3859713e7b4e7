import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import { callInBatches, nightly } from './nightly';

const forgetExpired = 'mutation ($limit: Int!) { forgotten: forgetExpired(limit: $limit) }';

/**
 * Makes users delete expired sessions every night, with mailed tokens and sign-in challenges:
 * otherwise those of an account that nobody uses would stay.
 */
export const expireSessionsJob = (users: ServiceCall): Queue =>
  nightly('expire-sessions', '53 3 * * *', async (job) => ({
    sessions: await callInBatches(users, forgetExpired, job),
  }));
