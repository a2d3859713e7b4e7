import { ClientError, createClient, storedSession } from '@orderprocessing/client';

export const currency = 'EUR';

/** The API of the gateway that serves this page. */
export const client = createClient({
  url: new URL('/graphql', location.href).href,
  session: storedSession(localStorage, 'shop.session'),
  clientName: 'shop-example',
});

const prices = new Intl.NumberFormat('en', { style: 'currency', currency });

/** Amounts are exact decimals in a string; they are for display here, and never for arithmetic. */
export const priceText = (amount: string): string =>
  prices.format(amount as Intl.StringNumericLiteral);

/** What a buyer can do about a failure. */
export function failureText(error: unknown): string {
  if (!(error instanceof ClientError)) return 'Something went wrong in this page. Reload it.';
  switch (error.code) {
    case 'NETWORK':
    case 'DEADLINE':
      return 'The shop cannot be reached. Check your connection and try again.';
    case 'SESSION_ENDED':
    case 'UNAUTHENTICATED':
      return 'You are no longer signed in. Sign in and try again.';
    case 'RATE_LIMITED':
      return 'That was a lot at once. Wait a minute and try again.';
    default: {
      const reference = error.requestId ? ` (reference ${error.requestId})` : '';
      return `${error.message}${reference}`;
    }
  }
}
