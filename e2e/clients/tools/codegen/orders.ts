import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import { graphql } from './gql';

export const myOrders = graphql(/* GraphQL */ `
  query MyOrders($first: Int!, $filter: OrderFilter) {
    orders(first: $first, filter: $filter) {
      totalCount
      nodes {
        id
        number
        status
        total {
          amount
          currency
        }
      }
    }
  }
`);

export const orderChanges = graphql(/* GraphQL */ `
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
