import type { ApolloGateway } from '@apollo/gateway';
import { Registry } from 'prom-client';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import type { Execute } from '../../../platform/graphql/execute';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { ServedSchema } from '../../served-schema';
import { federatedGateway } from '..';

/** One of the executors with all that the gateway puts around it. */
export async function gatewayExecutor(
  executor: 'compiled' | 'apollo',
  supergraphSdl: string,
  subgraphs: Readonly<Record<string, Execute>>,
): Promise<ApolloGateway['executor']> {
  const { gateway } = federatedGateway({
    supergraphSdl,
    subgraphs,
    executor,
    shadowPercent: () => 0,
    answerLimits: { answerObjects: 20_000, answerBytes: 10_000_000 },
    // The made-up values of scalars are only names.
    scalars: [],
    served: new ServedSchema(),
    flags: fixedFeatureFlags(),
    logger,
    registry: new Registry(),
  });
  return (await gateway.load({} as never)).executor as ApolloGateway['executor'];
}
