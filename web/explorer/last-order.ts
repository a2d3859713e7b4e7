import { keyPlaceholder, orderPlaceholder, type Sample } from './sample';

let lastOrderId: string | null = null;

interface Found {
  readonly __typename?: unknown;
  readonly id?: unknown;
}

/** Remembers the order that an operation answered, for the samples that follow. */
export function rememberOrder(result: { readonly data?: unknown }): void {
  for (const value of Object.values((result.data ?? {}) as Record<string, Found | null>)) {
    if (value?.__typename === 'Order' && typeof value.id === 'string') lastOrderId = value.id;
  }
}

/** Creates a key without `crypto.randomUUID`, which is missing on a page without https. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `explorer-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The variables of a sample as JSON, placeholders filled in as far as they are known. */
export function variablesOf({ variables }: Sample): string {
  if (variables === undefined) return '';
  const text = JSON.stringify(variables, null, 2).replaceAll(keyPlaceholder, newKey);
  return lastOrderId === null ? text : text.replaceAll(orderPlaceholder, lastOrderId);
}
