import type { ApolloGateway } from '@apollo/gateway';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedFeatureFlags } from '../../config/feature-flags';
import type { Execute } from '../../platform/graphql/execute';
import { createLogger } from '../../platform/telemetry/logger';
import type { GatewayContext } from '../http/exchange';
import { ServedSchema } from '../served-schema';
import { federatedGateway } from '.';
import { type BothExecutors, bothExecutors, requestOf } from './testing/both-executors';
import { fakeSubgraph } from './testing/fake-subgraph';
import { library } from './testing/library';

let both: BothExecutors;
beforeAll(async () => {
  both = await bothExecutors();
});
afterAll(() => both.stop());

const fortunate = { errors: 0, nulls: 0, broken: 0 };

describe.each(['compiled', 'apollo'] as const)('by the %s executor', (executor) => {
  let run: ApolloGateway['executor'];
  beforeAll(async () => {
    const subgraphs = Object.entries(library).map(([name, sdl]): [string, Execute] => {
      const fetch = fakeSubgraph(sdl, 1, fortunate);
      return [name, (request) => fetch(request, {} as GatewayContext)];
    });
    const { gateway } = federatedGateway({
      supergraphSdl: both.supergraphSdl,
      subgraphs: Object.fromEntries(subgraphs),
      executor,
      shadowPercent: () => 0,
      answerLimits: { answerObjects: 20_000, answerBytes: 10_000_000 },
      served: new ServedSchema(),
      flags: fixedFeatureFlags(),
      logger: createLogger({ level: 'silent', pretty: false, name: 'test' }),
      registry: new Registry(),
    });
    run = (await gateway.load({} as never)).executor as ApolloGateway['executor'];
  });

  const answerTo = async (selections: string) => {
    const query = `query ($yes: Boolean = true, $no: Boolean = false) { products { ${selections} } }`;
    const { data, errors } = await run(requestOf({ query }));
    expect(errors).toBeUndefined();
    return JSON.stringify(data);
  };

  test.each(['@include(if: $no)', '@include(if: false)', '@skip(if: $yes)'])(
    'a field that is left out by %s takes no other with it',
    async (condition) => {
      const others = 'sku levels { onHand }';
      const answer = await answerTo(`shipping ${condition} ${others}`);
      expect(answer).toBe(await answerTo(others));
      expect(answer).toContain('onHand');
    },
  );

  test('one that is selected has its place', async () => {
    const fields = (condition: string) => `sku shipping ${condition} levels { onHand }`;
    const answer = await answerTo(fields('@skip(if: $no) @include(if: $yes)'));
    expect(answer).toBe(await answerTo(fields('')));
  });
});
