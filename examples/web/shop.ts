import { ClientError, createClient, storedSession } from '@orderprocessing/client';

const currencyKey = 'shop.currency';

/** The currency that a link has chosen, for as long as the tab is open; EUR if none has. */
function chosenCurrency(): string {
  const written = new URLSearchParams(location.search).get('currency') ?? '';
  if (/^[A-Z]{3}$/.test(written)) sessionStorage.setItem(currencyKey, written);
  return sessionStorage.getItem(currencyKey) ?? 'EUR';
}

/** A product has one price, in one currency, and so has an order: the shop lists one at a time. */
export const currency = chosenCurrency();

/** The API of the gateway that serves this page. */
export const client = createClient({
  url: new URL('/graphql', location.href).href,
  session: storedSession(localStorage, 'shop.session'),
  clientName: 'shop-example',
});

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Amounts are exact decimals in a string; they are for display here, and never for arithmetic. */
export function priceText({ amount, currency }: Money): string {
  // Browsers differ in the decimals of a currency; those of the amount are right.
  const decimals = amount.split('.')[1]?.length ?? 0;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, ...digits });
  return format.format(amount as Intl.StringNumericLiteral);
}

/** The amounts of an order, of which only the last one is with tax. */
export const costs = [
  ['subtotal', 'Subtotal without tax'],
  ['shipping', 'Shipping without tax'],
  ['tax', 'Tax'],
  ['total', 'Total with tax'],
] as const;

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
