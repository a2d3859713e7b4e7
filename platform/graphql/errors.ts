import 'reflect-metadata';
import type { GraphQLError } from 'graphql';
import { Directive, Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import { publicError } from '../requests/public-error';
import type { Requirement } from '../requests/requirement';
import { PlainType } from './plain-type';

/**
 * Outcomes that a client should handle are types; the rest are GraphQL errors with a code. The
 * types are declared once for all rooms and marked @shareable, so that they cannot diverge;
 * `autoRegisterImplementations: false` keeps the errors of one room out of the other schemas.
 */
@InterfaceType({
  autoRegisterImplementations: false,
  description: 'An outcome the client should handle. `code` is stable, `message` is for people.',
})
export abstract class UserError {
  @Field(() => String, {
    description: 'Stable name of the outcome in upper snake case, e.g. `NOT_FOUND`.',
  })
  code: string;

  @Field(() => String, {
    description:
      'Explanation for people in English. Its wording may change; branch on `code` instead.',
  })
  message: string;
}

/** An error that an operation returns: a class that implements `UserError`. */
export const ErrorType = (description: string): ClassDecorator =>
  ObjectType({ implements: UserError, simpleResolvers: true, description });

@PlainType('One invalid part of an input, and why it is invalid.')
@Directive('@shareable')
export class FieldProblem {
  @Field(() => [String], {
    description:
      'Path to the value within the input, e.g. ["lines", "0", "quantity"]. Empty if the problem concerns the whole input.',
  })
  path: string[];

  @Field(() => String, { description: 'Explanation for people of what is wrong with the value.' })
  message: string;
}

/** A problem of the whole input has no path. */
const textOf = ({ path, message }: FieldProblem): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

@ErrorType(
  'The input breaks a rule. Nothing is changed, and an idempotency key sent with it can be used again.',
)
@Directive('@shareable')
export class ValidationError implements UserError {
  readonly code = 'VALIDATION';
  readonly message: string;

  @Field(() => [FieldProblem], {
    description: 'The problems found in the input, each with its path.',
  })
  readonly fields: FieldProblem[];

  constructor(fields: FieldProblem[]) {
    this.fields = fields;
    this.message = fields.map(textOf).join('; ');
  }
}

@ErrorType('The object does not exist, or the caller may not see it.')
@Directive('@shareable')
export class NotFoundError implements UserError {
  readonly code = 'NOT_FOUND';
  readonly message: string;

  constructor(what: string) {
    this.message = `There is no such ${what}.`;
  }
}

@ErrorType('The object changed since the client read it. Read it again before you decide.')
@Directive('@shareable')
export class ConflictError implements UserError {
  readonly code = 'CONFLICT';
  readonly message = 'It has changed since you read it. Read it again, then retry.';

  @Field(() => Int, { description: 'Version of the object now, which differs from the one sent.' })
  readonly currentVersion: number;

  constructor(currentVersion: number) {
    this.currentVersion = currentVersion;
  }
}

/** Null while the object has the version that the client read, or where the client names none. */
export function versionConflict(
  { version }: { readonly version: number },
  expectedVersion: number | null | undefined,
): ConflictError | null {
  return expectedVersion == null || expectedVersion === version ? null : new ConflictError(version);
}

@ErrorType('The idempotency key was used before with another input. Nothing is changed.')
@Directive('@shareable')
export class IdempotencyKeyReusedError implements UserError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly message = 'This idempotency key was used before with another input.';
}

/**
 * @param path from the argument to the bad value, such as `['filter', 'search']`; empty if it
 * concerns the input as a whole.
 */
export const badUserInput = (message: string, ...path: string[]): GraphQLError =>
  publicError('BAD_USER_INPUT', message, { fields: [{ path, message }] });

/** @param requires the roles and scopes that would allow it; by default no role or scope does. */
export const forbidden = (
  requires: Requirement = { roles: [], scopes: [] },
  message = 'You may not do this.',
): GraphQLError => publicError('FORBIDDEN', message, { requires });

export const unauthenticated = (): GraphQLError =>
  publicError('UNAUTHENTICATED', 'Sign in to do this.');

/** The credential was valid and has been revoked. */
export const sessionEnded = (): GraphQLError =>
  publicError('UNAUTHENTICATED', 'This session has ended. Sign in again.');

/** @param retryAfterSeconds whole seconds after which the same request may pass. */
export const rateLimited = (retryAfterSeconds: number): GraphQLError =>
  publicError('RATE_LIMITED', `Too many requests. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });

/** The answer was abandoned because it exceeds the limit. */
export const tooManyObjects = (objectsMax: number): GraphQLError =>
  publicError(
    'OPERATION_TOO_COMPLEX',
    `The answer would hold more than ${objectsMax} objects. Ask for shorter pages or fewer fields.`,
  );

const wouldBeLonger = 'The answer would have more than';

export const tooManyBytes = (bytesMax: number): GraphQLError =>
  publicError(
    'OPERATION_TOO_COMPLEX',
    `${wouldBeLonger} ${bytesMax} bytes. Ask for shorter pages or fewer fields.`,
  );

/** Whether the answer was abandoned for its bytes. Errors of other processes arrive as text. */
export const isTooManyBytes = ({ message }: GraphQLError): boolean =>
  message.startsWith(wouldBeLonger);
