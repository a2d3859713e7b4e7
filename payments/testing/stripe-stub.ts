import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FakeStripe } from './fake-stripe';
import { StripeProblem } from './stripe-problem';

/** A request in Stripe's format: a nested form, with an idempotency key. */
interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Record<string, string>;
  readonly key: string | undefined;
}

interface StubResponse {
  readonly status: number;
  readonly body: string;
}

export interface StripeStub {
  readonly url: string;
  readonly book: FakeStripe;
  /** Loses this many responses to matching paths, each after its effect. */
  losing: { path: RegExp; times: number };
  /** Number of further requests that fail with 500, without an effect or a stored key. */
  failures: number;
  /** The same, with requests under keys, whose answers are remembered like others. */
  storedFailures: number;
  /** Requests so far, such as `POST /v1/payment_intents`. */
  readonly requests: string[];
  /** Forgets all idempotency keys, as after a day. */
  forgetKeys(): void;
  end(): Promise<void>;
}

export const stripeSecretKey = 'sk_test_for_the_stub';
export const stripeWebhookSecret = 'whsec_for_the_stub';

/**
 * The part of Stripe's HTTP API that is used here, as documented: form-encoded requests,
 * idempotency keys that return the same response for a day, errors, and the states of a
 * PaymentIntent. It replaces Stripe in tests without network access and proves nothing about Stripe
 * itself. https://docs.stripe.com/api
 */
export async function runStripeStub(): Promise<StripeStub> {
  const book = new FakeStripe();
  const remembered = new Map<string, StubResponse & { readonly of: string }>();
  const stub = {
    book,
    losing: { path: /$/, times: 0 },
    failures: 0,
    storedFailures: 0,
    requests: [] as string[],
    forgetKeys: () => remembered.clear(),
  };

  function answer(sent: StubRequest): StubResponse {
    const { method, path, form, key } = sent;
    const of = JSON.stringify([method, path, form]);
    const known = key === undefined ? undefined : remembered.get(key);
    if (known && known.of !== of) return problem(keyReused);
    if (known) return known;
    const isBroken = key !== undefined && stub.storedFailures > 0;
    if (isBroken) stub.storedFailures -= 1;
    const given = isBroken ? problem(broken) : carryOut(book, sent);
    if (key !== undefined) remembered.set(key, { ...given, of });
    return given;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await read(request);
    stub.requests.push(`${sent.method} ${sent.path}`);
    const isOurs = request.headers.authorization === `Bearer ${stripeSecretKey}`;
    if (!isOurs) return send(response, problem(wrongKey));
    if (stub.failures > 0) {
      stub.failures -= 1;
      return send(response, problem(broken));
    }
    const answered = answer(sent);
    if (stub.losing.times > 0 && stub.losing.path.test(sent.path)) {
      stub.losing.times -= 1;
      request.socket.destroy();
      return;
    }
    send(response, answered);
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(stub, {
    url,
    end: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

const wrongKey = new StripeProblem(401, 'invalid_request_error', undefined, 'Invalid API Key');
const broken = new StripeProblem(500, 'api_error', undefined, 'Something went wrong');
const keyReused = new StripeProblem(
  400,
  'idempotency_error',
  undefined,
  'Keys for idempotent requests can only be used with the same parameters.',
);

async function read(request: IncomingMessage): Promise<StubRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
  const sent = new URLSearchParams(await text(request));
  const key = request.headers['idempotency-key'];
  return {
    method: request.method ?? '',
    path: pathname,
    form: Object.fromEntries([...searchParams, ...sent]),
    key: typeof key === 'string' && request.method === 'POST' ? key : undefined,
  };
}

function carryOut(book: FakeStripe, { method, path, form }: StubRequest): StubResponse {
  try {
    const [resource, id, verb] = path.replace('/v1/', '').split('/');
    switch (`${method} ${resource}${id ? '/id' : ''}${verb ? `/${verb}` : ''}`) {
      case 'POST payment_intents':
        return found(book.create(form));
      case 'GET payment_intents':
        return found(book.list(form));
      case 'GET payment_intents/id':
        return found(book.intent(id ?? ''));
      case 'POST payment_intents/id/confirm':
        return found(book.confirm(id ?? '', form));
      case 'POST payment_intents/id/capture':
        return found(book.capture(id ?? '', form));
      case 'POST payment_intents/id/cancel':
        return found(book.cancel(id ?? ''));
      case 'POST payment_methods':
        return found({ id: `pm_${form['card[token]']?.replace(/^tok_/, '')}_${randomUUID()}` });
      case 'POST refunds':
        return found(book.refund(form));
      case 'GET refunds/id':
        return found(book.refundBy(id ?? ''));
      case 'GET refunds':
        return found(book.listRefunds(form));
      default:
        throw new StripeProblem(404, 'invalid_request_error', 'resource_missing', path);
    }
  } catch (error) {
    if (error instanceof StripeProblem) return problem(error);
    throw error;
  }
}

function found(body: object): StubResponse {
  return { status: 200, body: JSON.stringify(body) };
}

function problem({ status, type, code, message, more }: StripeProblem): StubResponse {
  return { status, body: JSON.stringify({ error: { type, code, message, ...more } }) };
}

function send(response: ServerResponse, { status, body }: StubResponse): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': randomUUID() });
  response.end(body);
}
