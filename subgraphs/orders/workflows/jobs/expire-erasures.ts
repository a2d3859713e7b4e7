import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, callInBatches, inBatches, nightly } from './nightly';

const forgetErasures = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetErasures(days: $days, limit: $limit)
}`;

export interface ExpireErasuresDependencies {
  readonly store: Pick<OrdersStore, 'erasures'>;
  readonly users: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

/**
 * Forgets accounts every night whose erasure is older than any backup that could bring them back.
 * Users forgets first, because orders would ask again for what users still has.
 */
export const expireErasuresJob = ({
  store,
  users,
  configuration,
}: ExpireErasuresDependencies): Queue =>
  nightly('expire-erasures', '23 4 * * *', async (job) => {
    const { erasedAccountDays: days } = configuration.orders;
    return {
      accounts: await callInBatches(users, forgetErasures, job, { days }),
      customers: await inBatches(() => store.erasures.forget(days, batchMax), job.signal),
    };
  });
