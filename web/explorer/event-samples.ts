import { orderFields, userError } from './fields';
import { type Journey, orderPlaceholder } from './sample';

export const events: readonly Journey[] = [
  {
    title: 'Webhooks',
    samples: [
      {
        title: 'Create an endpoint',
        account: 'partner',
        query: `mutation CreateWebhookEndpoint($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    __typename
    ... on WebhookEndpointCreated { signingSecret endpoint { id url events } }
    ${userError}
  }
}
`,
        variables: {
          input: {
            url: 'http://localhost:9000/webhooks',
            events: ['order.placed', 'order.shipped'],
          },
        },
      },
      {
        title: 'Every event, with a sample body',
        account: 'partner',
        query: `query WebhookEventTypes {
  webhookEventTypes { name description sample }
}
`,
      },
      {
        title: 'Endpoints and deliveries',
        account: 'partner',
        query: `query WebhookEndpoints {
  webhookEndpoints {
    id
    url
    enabled
    deliveries(first: 5) { edges { node { id eventType status attempts responseStatus } } }
  }
}
`,
      },
    ],
  },
  {
    title: 'Live updates',
    samples: [
      {
        title: 'Watch one order',
        account: 'customer',
        query: `subscription WatchOrder($id: ID!) {
  orderUpdated(id: $id) {${orderFields}
    version
    shipments { carrier trackingCode deliveredAt }
  }
}
`,
        variables: { id: orderPlaceholder },
      },
      {
        title: 'Watch all orders that change',
        account: 'support',
        query: `subscription WatchOrders($filter: OrderFilter) {
  ordersChanged(filter: $filter) { id number status version }
}
`,
        variables: { filter: null },
      },
    ],
  },
];
