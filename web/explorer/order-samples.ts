import { orderFields, orderOutcome, placing } from './fields';
import { type Journey, keyPlaceholder, orderPlaceholder } from './sample';

export const orders: readonly Journey[] = [
  {
    title: 'Place',
    samples: [
      placing('Place an order', 'PlaceOrder', 'tok_ok'),
      {
        title: 'Read the order',
        account: 'customer',
        query: `query Order($id: ID!) {
  order(id: $id) {${orderFields}
    lines { sku quantity shippedQuantity product { name } }
    timeline { type at actor }
  }
}
`,
        variables: { id: orderPlaceholder },
      },
      {
        title: 'List your orders',
        account: 'customer',
        query: `query Orders($first: Int) {
  orders(first: $first) {
    totalCount
    edges { node { id number status placedAt total { amount currency } } }
  }
}
`,
        variables: { first: 10 },
      },
    ],
  },
  {
    title: 'Cancel',
    samples: [
      {
        title: 'Cancel an order',
        account: 'customer',
        query: `mutation CancelOrder($id: ID!, $reason: String!) {
  cancelOrder(id: $id, reason: $reason) {${orderOutcome()}
  }
}
`,
        variables: { id: orderPlaceholder, reason: 'Ordered by mistake' },
      },
    ],
  },
  {
    title: 'Ship',
    samples: [
      {
        title: 'Ship an order',
        account: 'warehouse',
        query: `mutation ShipOrder($input: ShipOrderInput!) {
  shipOrder(input: $input) {${orderOutcome('shipments { id carrier trackingCode }')}
  }
}
`,
        variables: {
          input: {
            orderId: orderPlaceholder,
            carrier: 'DHL',
            trackingCode: 'JD014600003',
            idempotencyKey: keyPlaceholder,
          },
        },
      },
      {
        title: 'Record its delivery',
        account: 'warehouse',
        query: `mutation DeliverOrder($id: ID!) {
  deliverOrder(id: $id) {${orderOutcome()}
  }
}
`,
        variables: { id: orderPlaceholder },
      },
    ],
  },
  {
    title: 'Refund',
    samples: [
      {
        title: 'Refund a part',
        account: 'support',
        query: `mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) {${orderOutcome('refunds { amount { amount currency } status reason }')}
  }
}
`,
        variables: {
          input: {
            orderId: orderPlaceholder,
            amount: '1.00',
            reason: 'Box was damaged',
            idempotencyKey: keyPlaceholder,
          },
        },
      },
    ],
  },
];
