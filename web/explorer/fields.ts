import { keyPlaceholder, type Sample } from './sample';

export const lines = [{ sku: 'DEMO-0001', quantity: 2 }];

const shippingAddress = {
  recipient: 'Ada Buyer',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export const userError = '... on UserError { code message }';

export const orderFields = `
    id
    number
    status
    total { amount currency }
    allowedActions`;

/** The outcome of a mutation of an order. @param more fields besides the usual ones. */
export const orderOutcome = (...more: string[]) => `
    __typename
    ... on Order {${[orderFields, ...more].join('\n    ')}
    }
    ${userError}`;

/** Places an order, paid with a token of the sandbox. */
export const placing = (title: string, operation: string, token: string): Sample => ({
  title,
  account: 'customer',
  query: `mutation ${operation}($input: PlaceOrderInput!) {
  placeOrder(input: $input) {${orderOutcome()}
  }
}
`,
  variables: {
    input: {
      idempotencyKey: keyPlaceholder,
      currency: 'EUR',
      lines,
      shippingAddress,
      payment: { token },
    },
  },
});
