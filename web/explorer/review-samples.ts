import { lines, orderFields, shippingAddress, userError } from './fields';
import { type Journey, keyPlaceholder, orderPlaceholder } from './sample';

export const reviews: readonly Journey[] = [
  {
    title: 'Review',
    samples: [
      {
        title: 'Place an order that needs a review',
        account: 'customer',
        query: `mutation PlaceForReview($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ... on Order {${orderFields}
    }
    ${userError}
  }
}
`,
        variables: {
          input: {
            idempotencyKey: keyPlaceholder,
            currency: 'EUR',
            lines,
            shippingAddress,
            payment: { token: 'tok_review' },
          },
        },
      },
      {
        title: 'Orders that wait for a person',
        account: 'support',
        query: `query Waiting {
  orders(first: 20, filter: { needsAttention: true }) {
    edges { node { id number status placedAt } }
  }
}
`,
      },
      {
        title: 'Approve or reject',
        account: 'support',
        query: `mutation ReviewOrder($id: ID!, $approve: Boolean!, $note: String!) {
  reviewOrder(id: $id, approve: $approve, note: $note) {
    __typename
    ... on Order {${orderFields}
    }
    ${userError}
  }
}
`,
        variables: { id: orderPlaceholder, approve: true, note: 'Known customer' },
      },
    ],
  },
];
