import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocument } from '../../client/src/document';

/** A journey waits longer than any client does, because the machine may be busy. */
export const callDeadlineMs = 60_000;
/** How often a request is sent that the shop may answer later, as by the client package. */
const triesMax = 4;
const retryPauseMs = 1_000;
/** The codes of what a busy machine makes a shop refuse: the same request may succeed later. */
const passingCodes = new Set(['SERVICE_UNAVAILABLE', 'TIMEOUT']);

/** A response with status and headers. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly {
    message: string;
    path?: (string | number)[];
    extensions: {
      code: string;
      requestId: string;
      fields?: { path: string[]; message: string }[];
      requires?: { roles: string[]; scopes: string[] };
      retryable?: boolean;
    };
  }[];
  readonly extensions?: unknown;
}

/** Whether the text of a request begins with a mutation, whose effect may be there already. */
const isMutation = (body: unknown): boolean =>
  /^\s*mutation\b/.test(String((body as { query?: unknown } | null)?.query));

/** Whether a request may be sent again: nothing is lost or done twice by that. */
function isRefusedForNow({ data, errors }: Answer<unknown>, body: unknown): boolean {
  if (!errors.some(({ extensions }) => passingCodes.has(extensions.code))) return false;
  return !isMutation(body) || Object.values(data ?? {}).every((field) => field === null);
}

/** A response to `run` with errors. */
class FailedRun extends Error {
  readonly isRetryable: boolean;

  constructor({ status, errors }: Answer<unknown>) {
    super(`HTTP ${status}: ${JSON.stringify(errors)}`);
    this.isRetryable = errors.some(({ extensions }) => extensions.retryable === true);
  }
}

/** A client of the API: one caller, signed in or not. */
export class Client {
  constructor(
    readonly url: string,
    readonly accessToken: string | null = null,
    private readonly deadlineMs = callDeadlineMs,
    /** How often a request is sent while the shop answers that it cannot serve it now. */
    private readonly tries = 1,
  ) {}

  /** One that sends such a request again: what a journey asks for is not how busy the machine is. */
  static patient(url: string): Client {
    return new Client(url, null, callDeadlineMs, triesMax);
  }

  as(accessToken: string | null): Client {
    return new Client(this.url, accessToken, this.deadlineMs, this.tries);
  }

  /** The same caller, who takes the first answer, whatever it is. */
  get once(): Client {
    return new Client(this.url, this.accessToken, this.deadlineMs);
  }

  /** Posts raw text, for requests that are not possible with typed documents. */
  async post(body: unknown, headers: Record<string, string> = {}): Promise<Answer<unknown>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.send(body, headers);
      if (tries >= this.tries || !isRefusedForNow(answer, body)) return answer;
      await delay(retryPauseMs);
    }
  }

  private async send(body: unknown, headers: Record<string, string>): Promise<Answer<unknown>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(this.accessToken === null ? {} : { authorization: `Bearer ${this.accessToken}` }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(this.deadlineMs),
    });
    const answer = (await response.json()) as Pick<Answer<unknown>, 'data' | 'extensions'> & {
      errors?: Answer<unknown>['errors'];
    };
    return {
      status: response.status,
      headers: response.headers,
      data: answer.data,
      errors: answer.errors ?? [],
      extensions: answer.extensions,
    };
  }

  /** Runs a typed document and returns any response. */
  async ask<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> {
    return (await this.post({ query: document.toString(), variables })) as Answer<Data>;
  }

  /** Runs a typed document that must succeed. */
  async run<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const answer = await this.ask(document, variables);
    if (!answer.data || answer.errors.length > 0) throw new FailedRun(answer);
    return answer.data;
  }

  /**
   * Runs a typed document with an idempotency key that must succeed. It is sent again, as the
   * client package does, if the shop answers that it may be, or if its connection was lost: a
   * gateway that stops closes idle connections, also while a request is on its way on one of them.
   */
  async runAgain<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.run(document, variables);
      } catch (error) {
        // fetch throws a TypeError where no answer came.
        const isLost = error instanceof TypeError;
        const isPassing = isLost || (error instanceof FailedRun && error.isRetryable);
        if (!isPassing || tries === triesMax) throw error;
        await delay(retryPauseMs);
      }
    }
  }
}
