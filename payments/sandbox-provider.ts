import * as http from 'node:http';
import * as https from 'node:https';
import type { z } from 'zod';
import { decimalFromMinor } from '../platform/values/money';
import { isSignedCallback } from './callback-signature';
import {
  type AuthorizeOutcome,
  type AuthorizeRequest,
  type CaptureRequest,
  type PaymentCallback,
  type PaymentProvider,
  PaymentRefusedError,
  PaymentUnavailableError,
  type RefundRequest,
  type VoidRequest,
} from './provider';
import { callbackBody, errorAnswer, outcomeAnswer, referenceAnswer } from './sandbox/wire';

const socketsMaxDefault = 256;
const answerBytesMax = 64 * 1024;
/** For callers whose signal has no deadline; longer than any answer of the sandbox takes. */
const silenceMsMax = 15_000;
/** What will be answered the same for ever. All else, a wrong secret included, may get better. */
const finalStatuses = new Set([400, 409, 413, 422]);

export interface SandboxProviderOptions {
  /** Where the sandbox listens, such as http://127.0.0.1:4010. */
  url: string;
  apiSecret: string;
  callbackSecret: string;
  /** Connections, and so requests, open at a time; more wait. 256 when left out. */
  socketsMax?: number;
}

interface Answer {
  status: number;
  text: string;
}

/** The sandbox as orders sees it. */
export class SandboxProvider implements PaymentProvider {
  readonly name = 'sandbox';
  private readonly target: http.RequestOptions;
  private readonly client: typeof http | typeof https;
  private readonly agent: http.Agent;

  constructor(private readonly options: SandboxProviderOptions) {
    const { protocol, hostname, port } = new URL(options.url);
    this.client = protocol === 'https:' ? https : http;
    const socketsMax = options.socketsMax ?? socketsMaxDefault;
    this.agent = new this.client.Agent({
      keepAlive: true,
      maxSockets: socketsMax,
      maxFreeSockets: socketsMax,
      timeout: silenceMsMax,
    });
    // A URL writes an IPv6 address in brackets, a connection does not.
    const host = hostname.replace(/^\[|\]$/g, '');
    this.target = { protocol, hostname: host, port, agent: this.agent };
  }

  async authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeOutcome> {
    const { idempotencyKey, token, callbackUrl } = request;
    const body = { ...moneyOf(request), token, callbackUrl };
    return this.post('/authorizations', idempotencyKey, body, outcomeAnswer, signal);
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<{ reference: string }> {
    const { idempotencyKey, authorizationKey } = request;
    const body = { authorizationKey, ...moneyOf(request) };
    return this.post('/captures', idempotencyKey, body, referenceAnswer, signal);
  }

  async void(request: VoidRequest, signal: AbortSignal): Promise<void> {
    const { idempotencyKey, authorizationKey } = request;
    await this.post('/voids', idempotencyKey, { authorizationKey }, referenceAnswer, signal);
  }

  async refund(request: RefundRequest, signal: AbortSignal): Promise<{ reference: string }> {
    const { idempotencyKey, authorizationKey } = request;
    const body = { authorizationKey, ...moneyOf(request) };
    return this.post('/refunds', idempotencyKey, body, referenceAnswer, signal);
  }

  async lookup(idempotencyKey: string, signal: AbortSignal): Promise<AuthorizeOutcome | null> {
    const path = `/authorizations/${encodeURIComponent(idempotencyKey)}`;
    const answer = await this.send('GET', path, {}, '', signal);
    // Any other 404 comes from something that is not the sandbox.
    if (answer.status === 404 && errorOf(answer).code === 'authorization_unknown') return null;
    return read(answer, outcomeAnswer);
  }

  readCallback(headers: Record<string, string | undefined>, body: Buffer): PaymentCallback | null {
    if (!isSignedCallback(this.options.callbackSecret, headers, body, new Date())) return null;
    const callback = callbackBody.safeParse(jsonOf(body.toString('utf8')));
    return callback.success ? callback.data.data : null;
  }

  /** Closes the connections; requests that are open end with PaymentUnavailableError. */
  close(): void {
    this.agent.destroy();
  }

  private async post<Schema extends z.ZodType>(
    path: string,
    idempotencyKey: string,
    body: unknown,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const text = JSON.stringify(body);
    const headers = {
      'idempotency-key': idempotencyKey,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    return read(await this.send('POST', path, headers, text, signal), schema);
  }

  /** Throws PaymentUnavailableError when no whole answer comes. */
  private send(
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders,
    body: string,
    signal: AbortSignal,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(new PaymentUnavailableError(`${method} ${path} was not answered`, { cause }));
      };
      const request = this.client.request({
        ...this.target,
        method,
        path,
        headers: { ...headers, authorization: `Bearer ${this.options.apiSecret}` },
      });
      const abort = () => request.destroy(asError(signal.reason));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      request.on('timeout', () => request.destroy(new Error('The provider fell silent')));
      request.on('error', fail);
      request.on('response', (response) => {
        readAnswer(response, (answer) => {
          signal.removeEventListener('abort', abort);
          resolve(answer);
        });
        response.on('error', fail);
      });
      request.end(body);
    });
  }
}

function readAnswer(response: http.IncomingMessage, done: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > answerBytesMax) response.destroy(new Error('The answer is too long'));
  });
  response.on('end', () => {
    done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
  });
}

function read<Schema extends z.ZodType>(answer: Answer, schema: Schema): z.output<Schema> {
  if (answer.status === 200) {
    const body = schema.safeParse(jsonOf(answer.text));
    if (body.success) return body.data;
    throw new PaymentUnavailableError('The provider gave an answer that cannot be read');
  }
  const { code, message } = errorOf(answer);
  if (finalStatuses.has(answer.status)) throw new PaymentRefusedError(code, message);
  throw new PaymentUnavailableError(`The provider answered ${answer.status} ${code}`);
}

function errorOf(answer: Answer): { code: string; message: string } {
  const body = errorAnswer.safeParse(jsonOf(answer.text));
  return body.success ? body.data.error : { code: 'unreadable', message: 'No readable error' };
}

/** Undefined, which no schema takes, when the text is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function moneyOf(money: { amountMinor: bigint; currency: string }) {
  const { amountMinor, currency } = money;
  return { amount: decimalFromMinor(amountMinor, currency), currency };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
