import { OutcomeError } from './errors';

/**
 * A type that a later version of the API adds to a union. It exists for the `default` of a `switch`
 * over `__typename`; every error has a `code` and a `message`.
 */
export interface OtherOutcome {
  readonly __typename: '%other';
  readonly code?: string;
  readonly message?: string;
}

/** What an operation answers; a union may have further members in the future. */
export type Outcome<T> = T extends { readonly __typename: string } ? T | OtherOutcome : T;

/** An outcome that is an error, with its stable code and a message for people. */
export type UserError<T> = Extract<T, { readonly code: string; readonly message: string }>;

export function isUserError<T>(outcome: T): outcome is UserError<T> {
  const { code, message } = (outcome ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string';
}

interface Typed {
  readonly __typename: string;
}

/** The outcome, if it has this type. @throws OutcomeError */
export function expectOutcome<T extends Typed, Name extends T['__typename']>(
  outcome: T | null | undefined,
  name: Name,
): Extract<T, { readonly __typename: Name }> {
  if (outcome?.__typename === name) return outcome as Extract<T, { readonly __typename: Name }>;
  throw new OutcomeError(outcome ?? { __typename: 'nothing' });
}
