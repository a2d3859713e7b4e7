import { countryCode } from '../import/countries';
import { buyerName } from '../import/customers';
import type { InvoiceHead } from '../import/line';
import type { WantedLine } from './invoices';

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
  readonly lines: readonly WantedLine[];
}

/** Codes that name no country are no address either: such parcels go where most go. */
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

/** @returns what became of it, in a word or two: a status, or the code of an error. */
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
    // What was under way may have been placed: the report says so, and nobody sends it again.
    return `no answer: ${error instanceof Error ? error.name : String(error)}`;
  }
}
