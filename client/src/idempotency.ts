import type { Operation } from './document';

/** Mutations with an idempotency key, by the variable that contains it; null: a variable itself. */
export const keyedMutations: Readonly<Record<string, string | null>> = {
  placeOrder: 'input',
  shipOrder: 'input',
  recordStockCount: null,
  refundOrder: 'input',
  adjustStock: null,
  startBulkAction: 'input',
};

/** Sent twice they have the effect of once. */
const idempotentMutations = ['cancelOrder', 'reviewOrder', 'refreshSession', 'logout'];

type Variables = Readonly<Record<string, unknown>>;

/** Variables that may leave out their idempotency key. */
export type WithoutKey<V> = V extends { readonly idempotencyKey: string }
  ? Omit<V, 'idempotencyKey'> & { readonly idempotencyKey?: string }
  : V extends { readonly input: infer I extends { readonly idempotencyKey: string } }
    ? Omit<V, 'input'> & {
        readonly input: Omit<I, 'idempotencyKey'> & { readonly idempotencyKey?: string };
      }
    : V;

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

/** Parts of it are missing in React Native, and in pages without HTTPS. */
interface RandomSource {
  randomUUID?(): string;
  getRandomValues?(bytes: Uint8Array): Uint8Array;
}

/** A UUID also where `crypto` is missing: a key must be unique, not secret. */
export function newIdempotencyKey(): string {
  const { crypto } = globalThis as { crypto?: RandomSource };
  if (crypto?.randomUUID) return crypto.randomUUID();
  const bytes = Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
  const random = crypto?.getRandomValues?.(new Uint8Array(16)) ?? bytes;
  return Array.from(random, hex)
    .join('')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

const keyIn = (value: unknown): string | undefined => {
  const key = (value as { readonly idempotencyKey?: unknown } | null | undefined)?.idempotencyKey;
  return typeof key === 'string' ? key : undefined;
};

const variableNames = /\$\w+/g;

export interface KeyedCall {
  readonly variables: Variables;
  readonly idempotencyKey: string | undefined;
  /** Whether a second request has the effect of one. */
  readonly isRepeatable: boolean;
}

/** Adds an idempotency key where the operation needs one and the variables have none. */
export function withKey(operation: Operation, variables: Variables, ownKey?: string): KeyedCall {
  const [field, ...others] = operation.rootFields ?? [];
  if (operation.kind !== 'mutation') {
    return { variables, idempotencyKey: undefined, isRepeatable: true };
  }
  if (field === undefined || others.length > 0 || operation.rootFields === null) {
    return { variables, idempotencyKey: undefined, isRepeatable: false };
  }
  const holder = keyedMutations[field];
  if (holder === undefined) {
    // A delivery of all parcels would include one that left in between.
    const isRepeatable =
      field === 'deliverOrder'
        ? (variables.shipmentId ?? variables.expectedVersion) != null
        : idempotentMutations.includes(field);
    return { variables, idempotencyKey: undefined, isRepeatable };
  }
  const holding = holder === null ? variables : variables[holder];
  const present = keyIn(holding);
  if (present !== undefined) {
    return { variables, idempotencyKey: present, isRepeatable: true };
  }
  // Another name of the variable: the caller's own key is in there, or the API refuses the call.
  const expected = holder ?? 'idempotencyKey';
  if (!operation.text.match(variableNames)?.includes(`$${expected}`)) {
    return { variables, idempotencyKey: undefined, isRepeatable: false };
  }
  const idempotencyKey = ownKey ?? newIdempotencyKey();
  const filled =
    holder === null
      ? { ...variables, idempotencyKey }
      : { ...variables, [holder]: { ...(holding as object), idempotencyKey } };
  return { variables: filled, idempotencyKey, isRepeatable: true };
}
