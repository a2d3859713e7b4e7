import { countryCode } from '../import/countries';
import { buyerName } from '../import/customers';
import type { InvoiceHead } from '../import/line';
import type { RequestedLine } from './invoices';

const requestDeadlineMs = 30_000;

const placeOrder = /* GraphQL */ `
  mutation Replay($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on Order {
        status
      }
      ... on UserError {
        code
      }
    }
  }
`;

interface Answer {
  readonly data?: {
    readonly placeOrder: {
      readonly __typename: string;
      readonly status?: string;
      readonly code?: string;
    } | null;
  } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

export interface LiveOrder {
  readonly gateway: string;
  readonly token: string;
  readonly idempotencyKey: string;
  readonly currency: string;
  readonly head: InvoiceHead;
  readonly lines: readonly RequestedLine[];
}

/**
 * Codes that are not countries are invalid in an address, so such parcels go to the most common
 * country.
 */
const parcelCountry = 'GB';
const notCountries = [countryCode('Unspecified'), countryCode('European Community')];

function inputOf({ idempotencyKey, currency, head, lines }: LiveOrder) {
  return {
    idempotencyKey,
    currency,
    lines,
    shippingAddress: {
      recipient: buyerName(head),
      line1: 'Replay Street 1',
      city: 'Replay',
      postalCode: '12345',
      country: notCountries.includes(head.country) ? parcelCountry : head.country,
    },
    payment: { token: 'tok_ok' },
  };
}

/** @returns the outcome in a word or two: a status, or an error code. */
export async function placeLive(order: LiveOrder): Promise<string> {
  try {
    const response = await fetch(`${order.gateway}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${order.token}`,
      },
      body: JSON.stringify({ query: placeOrder, variables: { input: inputOf(order) } }),
      signal: AbortSignal.timeout(requestDeadlineMs),
    });
    const answer = (await response.json()) as Answer;
    const placed = answer.data?.placeOrder;
    if (placed?.status) return `${placed.__typename} ${placed.status}`;
    if (placed) return `${placed.__typename} ${placed.code ?? ''}`.trim();
    return `error ${answer.errors?.[0]?.extensions?.code ?? `HTTP ${response.status}`}`;
  } catch (error) {
    // The order may have been placed. It is not sent again, and the report shows it as unanswered.
    return `no answer: ${error instanceof Error ? error.name : String(error)}`;
  }
}
