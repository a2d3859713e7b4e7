import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersConfiguration } from '../dependencies';
import { callInBatches, nightly } from './nightly';

const forgetMovements = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetMovements(days: $days, limit: $limit)
}`;

export interface ExpireMovementsDependencies {
  readonly inventory: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

/** Makes inventory delete movements of stock past their retention every night, and keep their sums. */
export const expireMovementsJob = ({
  inventory,
  configuration,
}: ExpireMovementsDependencies): Queue =>
  nightly('expire-movements', '33 4 * * *', async (job) => {
    const { stockMovementDays: days } = configuration.orders;
    return { movements: await callInBatches(inventory, forgetMovements, job, { days }) };
  });
