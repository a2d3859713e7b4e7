/** What every error of this client knows about the call that failed. */
export interface CallFacts {
  /** Name of the operation, e.g. `PlaceOrder`. */
  readonly operation?: string | undefined;
  /** The request id of the last answer. Support can find the request with it. */
  readonly requestId?: string | undefined;
  /** Send the call again with this key, and it takes effect at most once. */
  readonly idempotencyKey?: string | undefined;
  /** How often the request was sent. */
  readonly attempts?: number | undefined;
}

/** An error's message contains no token, key or password. */
export abstract class ClientError extends Error {
  abstract override readonly name: string;
  /** Stable, in upper snake case. */
  readonly code: string;
  readonly operation: string | undefined;
  readonly requestId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly attempts: number;

  constructor(code: string, message: string, facts: CallFacts = {}) {
    super(message);
    this.code = code;
    this.operation = facts.operation;
    this.requestId = facts.requestId;
    this.idempotencyKey = facts.idempotencyKey;
    this.attempts = facts.attempts ?? 0;
  }

  toJSON(): Record<string, unknown> {
    const { name, code, message, operation, requestId, idempotencyKey, attempts } = this;
    return { name, code, message, operation, requestId, idempotencyKey, attempts };
  }
}

/** No answer arrived. The request may have taken effect all the same. */
export class NetworkError extends ClientError {
  override readonly name = 'NetworkError';

  constructor(message: string, facts?: CallFacts) {
    super('NETWORK', message, facts);
  }
}

/** The deadline of the call passed. The request may have taken effect all the same. */
export class DeadlineError extends ClientError {
  override readonly name = 'DeadlineError';

  constructor(message: string, facts?: CallFacts) {
    super('DEADLINE', message, facts);
  }
}

/** Something other than the API answered, such as a proxy. `code` is e.g. `HTTP_502`. */
export class HttpError extends ClientError {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    message: string,
    facts?: CallFacts,
  ) {
    super(`HTTP_${status}`, message, facts);
  }
}

/** One entry of `errors` in an answer. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: {
    readonly code?: string;
    readonly requestId?: string;
    readonly retryable?: boolean;
    readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
    readonly requires?: {
      readonly roles: readonly string[];
      readonly scopes: readonly string[];
      /** Whether a recent sign-in is missing: sign in again, then repeat the call. */
      readonly recentSignIn?: true;
    };
  };
}

/** The API answered with errors. `code` is the one of the first. */
export class GraphqlError extends ClientError {
  override readonly name = 'GraphqlError';

  constructor(
    readonly errors: readonly AnswerError[],
    /** What was answered besides; other root fields may have a value. */
    readonly data: unknown,
    readonly status: number,
    /** The pause that `Retry-After` asks for. */
    readonly retryAfterMs: number | undefined,
    facts?: CallFacts,
  ) {
    const [first] = errors;
    super(
      first?.extensions?.code ?? 'UNKNOWN',
      first?.message ?? 'The API answered an error.',
      facts,
    );
  }

  /** The problems of the input, with BAD_USER_INPUT. */
  get fields() {
    return this.errors.flatMap(({ extensions }) => extensions?.fields ?? []);
  }

  /** The roles and scopes that would allow it, and whether to sign in again, with FORBIDDEN. */
  get requires() {
    return this.errors[0]?.extensions?.requires;
  }
}

/** The refresh token is expired, revoked or was used twice: sign in again. */
export class SessionEndedError extends ClientError {
  override readonly name = 'SessionEndedError';

  constructor(facts?: CallFacts) {
    super('SESSION_ENDED', 'The session has ended. Sign in again.', facts);
  }
}

/** `expectOutcome` got another one. `code` is the outcome's. */
export class OutcomeError extends ClientError {
  override readonly name = 'OutcomeError';

  constructor(
    readonly outcome: {
      readonly __typename: string;
      readonly code?: string;
      readonly message?: string;
    },
  ) {
    super(outcome.code ?? 'UNEXPECTED_OUTCOME', outcome.message ?? outcome.__typename);
  }
}

/** A list cannot be continued: it has no cursor, or the same one twice. */
export class PageError extends ClientError {
  override readonly name = 'PageError';

  constructor(message: string) {
    super('CURSOR', message);
  }
}

/** A delivery is not from the shop, or too old. */
export class WebhookError extends ClientError {
  override readonly name = 'WebhookError';

  constructor(
    code: 'WEBHOOK_HEADERS' | 'WEBHOOK_TIMESTAMP' | 'WEBHOOK_SIGNATURE',
    message: string,
  ) {
    super(code, message);
  }
}
