import { orderOutcome, placing } from './fields';
import { type Journey, orderPlaceholder } from './sample';

export const reviews: readonly Journey[] = [
  {
    title: 'Review',
    samples: [
      placing('Place an order that needs a review', 'PlaceForReview', 'tok_review'),
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
  reviewOrder(id: $id, approve: $approve, note: $note) {${orderOutcome()}
  }
}
`,
        variables: { id: orderPlaceholder, approve: true, note: 'Known customer' },
      },
    ],
  },
];
