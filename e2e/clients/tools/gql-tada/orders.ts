import { initGraphQLTada, type ResultOf, type VariablesOf } from 'gql.tada';
import type { introspection } from './graphql-env.js';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Currency: string; DateTime: string; Decimal: string };
}>();

export const myOrders = graphql(`
  query MyOrders($first: Int!, $filter: OrderFilter) {
    orders(first: $first, filter: $filter) {
      nodes {
        id
        number
        status
        placedAt
        total {
          amount
          currency
        }
      }
    }
  }
`);

export const orderChanges = graphql(`
  subscription OrderChanges($id: ID!) {
    orderUpdated(id: $id) {
      id
      status
    }
  }
`);

type Order = NonNullable<ResultOf<typeof myOrders>['orders']>['nodes'][number];
type Change = NonNullable<ResultOf<typeof orderChanges>['orderUpdated']>;

export const title = ({ number, total }: Order): string =>
  `${number}: ${total.amount.padStart(10)} ${total.currency}`;
export const isOver = ({ status }: Change): boolean => status === 'DELIVERED';
export const variables: VariablesOf<typeof myOrders> = {
  first: 10,
  filter: { status: ['CONFIRMED'] },
};

// @ts-expect-error: no status is called so.
export const never = ({ status }: Change): boolean => status === 'LOST';
