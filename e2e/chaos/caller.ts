import { randomUUID } from 'node:crypto';
import type { TypedDocument } from '../../client/src/document';
import { Login, Register } from '../../client/src/operations';

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly { readonly extensions: { readonly code: string } }[];
}

/** Longer than any client waits: only prevents abandoned calls from accumulating. */
const callDeadlineMs = 20_000;

/** A caller of the API, signed in or not. */
export class Caller {
  constructor(
    readonly url: string,
    private readonly accessToken: string | null = null,
  ) {}

  /** Returns any response. @throws Error if there was none. */
  async ask<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> {
    const { accessToken } = this;
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: AbortSignal.timeout(callDeadlineMs),
    });
    const { data, errors = [] } = (await response.json()) as Answer<Data>;
    return { status: response.status, data, errors };
  }

  /** @throws Error if it failed. */
  async run<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const { status, data, errors } = await this.ask(document, variables);
    if (data && errors.length === 0) return data;
    throw new Error(`HTTP ${status}: ${JSON.stringify(errors)}`);
  }

  /** Signed in as one of the demo accounts, e.g. `warehouse`. */
  async asDemo(name: string): Promise<Caller> {
    const input = { email: `${name}@example.com`, password: 'demo-password' };
    const { login } = await this.run(Login, { input });
    if (login?.__typename !== 'Session') throw new Error(`${name} could not sign in`);
    return new Caller(this.url, login.accessToken);
  }

  /** Signed in as a new customer. */
  async asNewCustomer(): Promise<Caller> {
    const email = `buyer-${randomUUID()}@example.com`;
    const input = { email, password: 'a long enough phrase', name: 'Ada Buyer' };
    const { register } = await this.run(Register, { input });
    if (register?.__typename !== 'Session') throw new Error('Registering a customer failed.');
    return new Caller(this.url, register.accessToken);
  }
}
