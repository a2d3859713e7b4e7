import { Call } from './call';
import { type Operation, operationOf, type TypedDocument } from './document';
import { GraphqlError } from './errors';
import { type Answer, PersistedOperations } from './exchange';
import { Logout, RefreshSession } from './generated/operations';
import { type WithoutKey, withKey } from './idempotency';
import { LiveUpdate } from './live';
import type { CallOptions, ClientOptions } from './options';
import type { Outcome } from './outcomes';
import { type List, type NodeOf, type Page, pagesOf } from './pages';
import { defaultRetries } from './retry';
import type { Connection } from './sender';
import { isOfSameAccount, memorySession, type Session, Sessions } from './session';
import { defaultStream, fetchStream, xhrStream } from './stream';
import { abortable } from './waiting';

/** The value of the one root field of an operation. */
export type RootValue<Data> = NonNullable<Data[keyof Data]>;

/** Null where nothing is found. An outcome is never null: without one, there are `errors`. */
type NullIn<Data> = RootValue<Data> extends { readonly __typename: string } ? never : null;

/** Variables may be left out where an operation has none, or only optional ones. */
type Arguments<Variables, Options> =
  Record<string, never> extends Variables
    ? [variables?: WithoutKey<Variables>, options?: Options]
    : [variables: WithoutKey<Variables>, options?: Options];

/** How a list is read. */
export interface ListOptions extends CallOptions {
  /** Continues behind this cursor, `endCursor` of a page. */
  readonly after?: string;
}

interface LiveOptions {
  readonly signal?: AbortSignal;
  /** Called when messages can arrive from now on, and when the connection is lost. */
  readonly onConnection?: (isConnected: boolean) => void;
}

type Variables = Readonly<Record<string, unknown>>;

const defaults = {
  deadlineMs: 30_000,
  attemptMs: 12_000,
  silenceMs: 45_000,
  offlineMs: 300_000,
  /** The deadline of a refresh, repeats included: later, a repeated token ends the session. */
  refreshMs: 10_000,
};

/** Root fields after which nobody is signed in. */
const endings = ['logout', 'logoutEverywhere', 'eraseAccount'];

/** Root fields that replace or end the session of the call, and begin none of their own. */
const ofOwnSession = [...endings, 'changePassword'];

function rootValue(answer: Answer<unknown>): unknown {
  return Object.values((answer.data ?? {}) as object)[0];
}

interface SessionAnswer extends Session {
  readonly __typename?: string;
  /** An API of an earlier version has none. */
  readonly deviceToken?: string | null;
}

function sessionIn(value: unknown): Session | null {
  const session = value as SessionAnswer | null | undefined;
  if (session?.__typename !== 'Session' || !session.refreshToken) return null;
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = session;
  return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
}

/** Whether a mutation that ends the session has succeeded. */
function isEnding({ rootFields }: Operation, value: unknown): boolean {
  const isError = typeof (value as { code?: unknown } | null)?.code === 'string';
  return !isError && value !== false && endings.includes(rootFields?.[0] ?? '');
}

/** A client of the API: one caller, signed in or not. */
export class Client {
  readonly sessions: Sessions;
  private readonly connection: Connection;

  constructor(private readonly options: ClientOptions) {
    const { url, apiKey, attemptMs = defaults.attemptMs, persistedOperations = true } = options;
    const { clientName, clientVersion } = options;
    const store = options.session ?? memorySession();
    this.sessions = new Sessions(store, `${url}#session`, (token) => this.refreshed(token));
    this.connection = {
      url,
      apiKey,
      attemptMs,
      sessions: this.sessions,
      // Browsers refuse to call it as a method of another object.
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      headers: {
        ...(clientName && { 'apollographql-client-name': clientName }),
        ...(clientVersion && { 'apollographql-client-version': clientVersion }),
        ...options.headers,
      },
      retries: { ...defaultRetries, ...options.retries },
      persisted: new PersistedOperations(persistedOperations),
    };
  }

  /**
   * Runs an operation with one root field.
   * @returns its value. Handle each `__typename`, and others in a `default` branch.
   * @throws ClientError, also for any `errors` in the answer.
   */
  async run<Data, V>(
    document: TypedDocument<Data, V>,
    ...[variables, options]: Arguments<V, CallOptions>
  ): Promise<Outcome<RootValue<Data>> | NullIn<Data>> {
    const answer = await this.send(operationOf(document), variables as Variables, options);
    return rootValue(answer) as Outcome<RootValue<Data>> | NullIn<Data>;
  }

  /**
   * Runs an operation and answers what the API does, `errors` beside `data` included: the transport
   * for another GraphQL client.
   * @throws ClientError if there is no answer of the API.
   */
  async execute<Data, V>(
    document: TypedDocument<Data, V>,
    ...[variables, options]: Arguments<V, CallOptions>
  ): Promise<Answer<Data>> {
    try {
      const answer = await this.send(operationOf(document), variables as Variables, options);
      return answer as Answer<Data>;
    } catch (error) {
      if (!(error instanceof GraphqlError)) throw error;
      const { data, errors, requestId } = error;
      return { data: data as Data | null | undefined, errors, requestId };
    }
  }

  /**
   * The values of a subscription, over lost connections.
   * @throws ClientError when the API refuses it, or cannot be reached for too long.
   */
  async *watch<Data, V>(
    document: TypedDocument<Data, V>,
    variables: V,
    options: LiveOptions = {},
  ): AsyncGenerator<RootValue<Data>, void, undefined> {
    for await (const answer of this.subscribe(document, variables, options)) {
      if (answer.errors?.length) {
        const { name } = operationOf(document);
        const requestId = answer.errors[0]?.extensions?.requestId;
        const facts = { operation: name, requestId };
        throw new GraphqlError(answer.errors, answer.data, 200, undefined, facts);
      }
      const value = rootValue(answer);
      if (value !== null && value !== undefined) yield value as RootValue<Data>;
    }
  }

  /** The messages of a subscription as the API sends them: the transport for another client. */
  async *subscribe<Data, V>(
    document: TypedDocument<Data, V>,
    variables: V,
    { signal, onConnection }: LiveOptions = {},
  ): AsyncGenerator<Answer<Data>, void, undefined> {
    const { silenceMs = defaults.silenceMs, offlineMs = defaults.offlineMs } =
      this.options.live ?? {};
    const live = new LiveUpdate(
      this.connection,
      this.openStream,
      operationOf(document),
      (variables ?? {}) as Variables,
      { silenceMs, offlineMs, onConnection },
      signal,
    );
    yield* live.messages() as AsyncGenerator<Answer<Data>, void, undefined>;
  }

  /** The pages of a list: an operation whose root field is a connection, with a variable `after`. */
  pages<Data, V>(
    document: TypedDocument<Data, V>,
    ...[variables, options = {}]: Arguments<V, ListOptions>
  ): AsyncGenerator<Page<NodeOf<RootValue<Data>>>, void, undefined> {
    const operation = operationOf(document);
    const { after: behind, ...others } = options;
    const after = behind ?? (variables as { after?: string | null } | undefined)?.after;
    return pagesOf(async (cursor) => {
      const answer = await this.send(operation, { ...variables, after: cursor }, others);
      return rootValue(answer) as List<NodeOf<RootValue<Data>>> | null;
    }, after ?? undefined);
  }

  /** The entries of all pages. */
  async *list<Data, V>(
    document: TypedDocument<Data, V>,
    ...args: Arguments<V, ListOptions>
  ): AsyncGenerator<NodeOf<RootValue<Data>>, void, undefined> {
    for await (const page of this.pages(document, ...args)) yield* page.nodes;
  }

  /** Ends the session, here in any case. @throws ClientError if the API did not learn of it. */
  async signOut(options?: CallOptions): Promise<void> {
    const session = await this.sessions.read();
    await this.sessions.write(null);
    if (session) await this.run(Logout, { refreshToken: session.refreshToken }, options);
  }

  private get openStream() {
    const { fetch } = this.connection;
    const { transport } = this.options.live ?? {};
    if (transport === undefined) return defaultStream(fetch);
    return transport === 'xhr' ? xhrStream : fetchStream(fetch);
  }

  private async send(
    operation: Operation,
    variables: Variables = {},
    { signal, idempotencyKey, deadlineMs }: CallOptions = {},
  ): Promise<Answer<unknown>> {
    const keyed = withKey(operation, variables, idempotencyKey);
    const stored = await this.sessions.read();
    // The store keeps the refresh token alone: nothing is sent before there is an access token.
    const isIncomplete = stored?.accessToken === '';
    const session = isIncomplete ? await abortable(this.sessions.renew(''), signal) : stored;
    const limitMs = deadlineMs ?? this.options.deadlineMs ?? defaults.deadlineMs;
    const answer = await new Call(this.connection, operation, keyed, limitMs, signal).answer();
    if (operation.kind === 'mutation') await this.adopt(operation, rootValue(answer), session);
    return answer;
  }

  /** A session in an answer is the client's from now on: of login, register, changePassword … */
  private async adopt(operation: Operation, value: unknown, sent: Session | null): Promise<void> {
    const [field = ''] = operation.rootFields ?? [];
    if (field === 'refreshSession') return;
    // Somebody may have signed in or out before the answer came.
    const isOwn = ofOwnSession.includes(field);
    if (isOwn && !isOfSameAccount(sent, await this.sessions.read())) return;
    const session = sessionIn(value);
    if (session) {
      await this.sessions.store.device?.((value as SessionAnswer).deviceToken);
      await this.sessions.write(session);
    } else if (isEnding(operation, value)) await this.sessions.write(null);
  }

  private async refreshed(refreshToken: string): Promise<Session | null> {
    const keyed = { variables: { refreshToken }, idempotencyKey: undefined, isRepeatable: true };
    const operation = operationOf(RefreshSession);
    const call = new Call(this.connection, operation, keyed, defaults.refreshMs);
    return sessionIn(rootValue(await call.answer()));
  }
}

export const createClient = (options: ClientOptions): Client => new Client(options);
