import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { publicError } from '../../platform/requests/public-error';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import type { GatewayContext } from '../http/exchange';
import { newExchange } from '../http/exchange';
import { subgraphFetch } from './subgraph-fetch';

const fails = subgraphFetch(
  'stock',
  async () => {
    throw publicError('SERVICE_UNAVAILABLE', 'Try again.');
  },
  {
    logger,
    registry: new Registry(),
  },
);

async function pathsOf(query: string, variables: Record<string, unknown> | null = null) {
  const exchange = { ...newExchange('r1', ''), variables };
  const { errors = [] } = await fails({ query }, { ...exchange, exchange } as GatewayContext);
  return errors.map(({ path }) => path);
}

test.each([
  ['a field', '{ product { sku } }', [['product']]],
  ['a field in a fragment', '{ ... @include(if: $yes) { a: product { sku } } }', [['a']]],
  ['a field that is selected twice', '{ ... { a { b } } a { c } }', [['a']]],
  ['no field that is left out', '{ a @skip(if: $yes) b @include(if: false) c }', [['c']]],
  ['the first entity', '{ _entities { sku } }', [['_entities', 0]]],
  ['no entity under its name', '{ _entities: product { sku } }', [['_entities']]],
] as const)('a failed fetch has an error for %s', async (_, selections, paths) => {
  expect(await pathsOf(`query ($yes: Boolean! = true) ${selections}`, { yes: true })).toEqual(
    paths,
  );
});

test('a condition whose value is not known leaves nothing out', async () => {
  expect(await pathsOf('query ($yes: Boolean! = true) { a @skip(if: $yes) }')).toEqual([['a']]);
});
