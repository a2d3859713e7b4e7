import type { Operation } from './document';
import {
  type AnswerError,
  type CallFacts,
  type ClientError,
  DeadlineError,
  GraphqlError,
  HttpError,
  NetworkError,
  SessionEndedError,
} from './errors';
import { type Answer, answerIn, type PersistedOperations } from './exchange';
import type { KeyedCall } from './idempotency';
import { redact } from './redact';
import { isRetryableStatus, type RetryPolicy, retryAfterMs } from './retry';
import { accountOf, type Session, type Sessions } from './session';
import { abortable, reasonOf } from './waiting';

/** What all calls of a client have in common. */
export interface Connection {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly apiKey: string | undefined;
  readonly attemptMs: number;
  readonly retries: RetryPolicy;
  readonly persisted: PersistedOperations;
  readonly sessions: Sessions;
}

/** A request that did not get what it was sent for. */
export class Failure {
  constructor(
    readonly error: ClientError,
    readonly isRetryable: boolean,
    readonly retryAfterMs?: number,
  ) {}
}

export const acceptsJson = 'application/graphql-response+json, application/json;q=0.9';

/** Sends one operation, as often as it takes, and decides what an answer means. */
export abstract class Sender {
  protected attempts = 0;
  private requestId: string | undefined;
  private session: Session | null = null;
  /** The account, or the API key, as which the first request was sent; of anonymous callers none. */
  private account: string | undefined;
  private hadText = false;
  /** The session is refreshed once: if the new token is refused too, that is the answer. */
  private isRenewed = false;

  constructor(
    protected readonly connection: Connection,
    private readonly operation: Operation,
    protected readonly keyed: KeyedCall,
    protected readonly signal: AbortSignal | undefined,
  ) {}

  /** A session takes the place of an API key. */
  protected async request(accept: string) {
    const { url, headers, apiKey, sessions, persisted } = this.connection;
    this.session = await this.currentSession();
    // Another tab has refreshed it, and its store keeps the refresh token alone.
    if (this.session?.accessToken === '' && (await this.renew()))
      this.session = await this.currentSession();
    const credential: Record<string, string> = {};
    if (this.session?.accessToken)
      credential['authorization'] = `Bearer ${this.session.accessToken}`;
    else if (apiKey && !this.session) credential['x-api-key'] = apiKey;
    const device = this.operation.rootFields?.[0] === 'login' && (await sessions.store.device?.());
    if (device) credential['x-device-token'] = device;
    this.hadText = persisted.needsText(this.operation);
    return {
      url,
      headers: { 'content-type': 'application/json', accept, ...headers, ...credential },
      body: persisted.bodyOf(this.operation, this.keyed.variables),
    };
  }

  /**
   * @returns the answer; null where the request must be sent again at once.
   * @throws Failure, or SessionEndedError
   */
  protected async judge(
    status: number,
    header: (name: string) => string | null,
    text: string,
  ): Promise<Answer<unknown> | null> {
    const { persisted } = this.connection;
    const answer = answerIn(text);
    const given = answer?.errors ?? [];
    const first = given[0]?.extensions;
    this.requestId = first?.requestId ?? header('x-request-id') ?? this.requestId;
    if (persisted.mustSendText(this.operation, given, this.hadText)) return null;
    if (await this.isRenewedAfter(given)) return null;
    if (answer && given.length === 0) {
      persisted.isStored(this.operation);
      return { ...answer, requestId: this.requestId };
    }
    const askedMs = retryAfterMs(header('retry-after'));
    const errors = given.map((each) => ({ ...each, message: this.redacted(each.message) }));
    const error = answer
      ? new GraphqlError(errors, answer.data, status, askedMs, this.facts)
      : new HttpError(status, `HTTP ${status}: this is not an answer of the API.`, this.facts);
    // A success that is cut off on its way may be repeated as well.
    const isCut = !answer && status < 300;
    const isPassing = given.some(({ extensions }) => extensions?.retryable);
    throw new Failure(error, isCut || isPassing || isRetryableStatus(status), askedMs);
  }

  /**
   * Somebody else may have signed in since the first request, or the caller out: what is sent again
   * would be done for another account.
   * @throws SessionEndedError
   */
  protected async currentSession(): Promise<Session | null> {
    const session = await this.connection.sessions.read();
    const account = session ? accountOf(session.accessToken) : this.connection.apiKey;
    const isUnknown = session?.accessToken === '' || this.isRefresh;
    if (isUnknown) return session;
    this.account ??= account;
    if (account !== this.account) throw new SessionEndedError(this.facts);
    return session;
  }

  private get isRefresh(): boolean {
    return this.operation.rootFields?.[0] === 'refreshSession';
  }

  /** Whether these errors refuse the token, and there is another one. @throws as `renew` */
  protected async isRenewedAfter(errors: readonly AnswerError[]): Promise<boolean> {
    return errors[0]?.extensions?.code === 'UNAUTHENTICATED' && (await this.renew());
  }

  /** The API has accepted the token: when it expires, it may be refreshed again. */
  protected tokenAccepted(): void {
    this.isRenewed = false;
  }

  /** No answer came. @throws the reason of the caller's signal, if that is why. */
  protected lost(error: unknown, isLate: boolean, askedMs?: number): Failure {
    if (this.signal?.aborted) throw reasonOf(this.signal);
    const { message, cause } = error as Error;
    const details = cause instanceof Error ? ` (${cause.message})` : '';
    const text = this.redacted(message + details);
    const found = isLate
      ? new DeadlineError('The API did not answer in time.', this.facts)
      : new NetworkError(`The API could not be reached: ${text}`, this.facts);
    return new Failure(found, true, askedMs);
  }

  private get facts(): CallFacts {
    const { attempts, requestId } = this;
    const { idempotencyKey } = this.keyed;
    return { operation: this.operation.name, attempts, requestId, idempotencyKey };
  }

  private redacted(text: string): string {
    const { accessToken, refreshToken } = this.session ?? {};
    return redact(text, [this.connection.apiKey, accessToken, refreshToken], this.keyed.variables);
  }

  /** @returns whether there is another token. @throws SessionEndedError; others if that is not known */
  protected async renew(signal = this.signal): Promise<boolean> {
    const refused = this.session?.accessToken;
    // A refresh that is refused would wait for itself.
    if (refused === undefined || this.isRenewed || this.isRefresh) return false;
    const session = await abortable(this.connection.sessions.renew(refused), signal);
    if (session === null) throw new SessionEndedError(this.facts);
    this.isRenewed = true;
    return true;
  }
}
