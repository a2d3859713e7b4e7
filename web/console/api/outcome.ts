import type { Answer, AnswerError } from '@orderprocessing/client';

/** An outcome that the API declares as a type, for example OrderStateError. */
export interface Refusal {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly currentVersion?: number;
  /** The stock that has too few units for the change. */
  readonly sku?: string;
  readonly onHand?: number;
  readonly reserved?: number;
}

/** The part of an answer's first field that means success. */
export type Success<Data extends object> = Exclude<
  Data[keyof Data],
  null | undefined | { readonly __typename: `${string}Error` }
>;

export type Outcome<Data extends object> =
  | { readonly kind: 'done'; readonly value: Success<Data> }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly errors: readonly AnswerError[] };

/** Everything but success, to show to the viewer. */
export type Failure = Exclude<Outcome<object>, { kind: 'done' }>;

/** Errors after which the action may have been done all the same. */
const uncertain: ReadonlySet<string | undefined> = new Set([
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'UNREACHABLE',
]);

export const isUncertain = (failure: Failure): boolean =>
  failure.kind === 'failed' && uncertain.has(failure.errors[0]?.extensions?.code);

/** Whether an earlier attempt was carried out, with other values or before a change by others. */
export const isKeyReused = (failure: Failure): boolean =>
  failure.kind === 'refused' && failure.refusal.code === 'IDEMPOTENCY_KEY_REUSED';

/** Whether the viewer has to sign in again before it can be done. */
export const needsRecentSignIn = (failure: Failure): boolean =>
  failure.kind === 'failed' && failure.errors[0]?.extensions?.requires?.recentSignIn === true;

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' &&
  value !== null &&
  '__typename' in value &&
  String(value.__typename).endsWith('Error');

/** What a mutation with one root field came to. */
export function outcomeOf<Data extends object>({ data, errors = [] }: Answer<Data>): Outcome<Data> {
  const value = data ? Object.entries(data).find(([name]) => name !== '__typename')?.[1] : null;
  if (isRefusal(value)) return { kind: 'refused', refusal: value };
  if (value === null || value === undefined) return { kind: 'failed', errors };
  return { kind: 'done', value: value as Success<Data> };
}
