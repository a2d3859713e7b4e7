import { lines, userError } from './fields';
import type { Journey } from './sample';

const productFields = `
      sku
      name
      price { amount currency }
      available`;

export const browsing: readonly Journey[] = [
  {
    title: 'Browse',
    samples: [
      {
        title: 'List products',
        account: null,
        query: `query Products($first: Int, $after: String) {
  products(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node {${productFields}
    } }
  }
}
`,
        variables: { first: 5, after: null },
      },
      {
        title: 'Search products',
        account: null,
        query: `query Search($text: String!) {
  products(first: 10, filter: { search: $text }, sort: RELEVANCE) {
    edges { node {${productFields}
    } }
  }
}
`,
        variables: { text: 'lamp' },
      },
      {
        title: 'One product',
        account: null,
        query: `query Product($sku: ID!) {
  product(sku: $sku) {${productFields}
      description
  }
}
`,
        variables: { sku: 'DEMO-0001' },
      },
    ],
  },
  {
    title: 'Quote',
    samples: [
      {
        title: 'Price an order without placing it',
        account: null,
        query: `query Quote($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename
    ... on Quote {
      subtotal { amount currency }
      shipping { amount }
      tax { amount }
      total { amount currency }
    }
    ${userError}
  }
}
`,
        variables: { currency: 'EUR', lines, country: 'DE' },
      },
    ],
  },
];
