import { type Dispatcher, Pool } from 'undici';
import type { z } from 'zod';
import { BufferedResponse, type TextResponse } from '../platform/remote/buffered-response';
import {
  countConnections,
  noOutgoingMetrics,
  type OutgoingMetrics,
} from '../platform/telemetry/outgoing-metrics';
import { ByteBudget } from '../platform/values/byte-budget';
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
/**
 * Answer of the payment sandbox.
 * @exceeded PaymentUnavailableError
 * @test payments/sandbox-provider.test.ts
 */
const answerBytesMax = 64 * 1024;
/**
 * All answers of the sandbox that are arriving.
 * @exceeded PaymentUnavailableError
 * @test payments/sandbox-provider.test.ts
 */
const answersBytesMax = 32 * 1024 * 1024;
/**
 * The timeout for the headers and the body of a response; longer than any response of the sandbox
 * takes.
 */
const silenceMsMax = 15_000;
/**
 * Statuses that never change for a request. All others, even for a wrong secret, may be temporary.
 */
const finalStatuses = new Set([400, 409, 413, 422]);

export interface SandboxProviderOptions {
  /** URL of the sandbox, such as http://127.0.0.1:4010. */
  url: string;
  /** PEM of the CA of an https:// sandbox; the well-known ones if absent. */
  authority?: string | undefined;
  apiSecret: string;
  callbackSecret: string;
  /** Maximum concurrent connections and requests; more are queued. Default: 256. */
  socketsMax?: number;
  metrics?: OutgoingMetrics;
}

interface Call extends Pick<Dispatcher.DispatchOptions, 'method' | 'path'> {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

class MeasuredResponse extends BufferedResponse {
  metrics = noOutgoingMetrics;
  private readonly calledAtMs = performance.now();

  override onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    super.onResponseStart(controller, status);
    this.metrics.answered(performance.now() - this.calledAtMs);
  }
}

/** A client for the sandbox. */
export class SandboxProvider implements PaymentProvider {
  readonly name = 'sandbox';
  private readonly pool: Pool;
  private readonly metrics: OutgoingMetrics;
  private readonly answers = new ByteBudget(answersBytesMax);

  constructor(private readonly options: SandboxProviderOptions) {
    this.pool = new Pool(options.url, {
      connections: options.socketsMax ?? socketsMaxDefault,
      pipelining: 1,
      connect: { ca: options.authority },
      headersTimeout: silenceMsMax,
      bodyTimeout: silenceMsMax,
    });
    this.metrics = options.metrics ?? noOutgoingMetrics;
    countConnections(this.pool, this.metrics);
  }

  stepOf(): bigint {
    return 1n;
  }

  async authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeOutcome> {
    const { idempotencyKey, token, callbackUrl, returnUrl } = request;
    const body = { ...moneyOf(request), token, callbackUrl, returnUrl };
    return this.post('/authorizations', idempotencyKey, body, outcomeAnswer, signal);
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<{ reference: string }> {
    return this.move('/captures', request, signal);
  }

  async void(request: VoidRequest, signal: AbortSignal): Promise<void> {
    const { idempotencyKey, authorizationKey } = request;
    await this.post('/voids', idempotencyKey, { authorizationKey }, referenceAnswer, signal);
  }

  async refund(request: RefundRequest, signal: AbortSignal): Promise<{ reference: string }> {
    return this.move('/refunds', request, signal);
  }

  /** A refund of the sandbox never fails once it is accepted. */
  async refundFailure(): Promise<null> {
    return null;
  }

  async lookup(idempotencyKey: string, signal: AbortSignal): Promise<AuthorizeOutcome | null> {
    const path = `/authorizations/${encodeURIComponent(idempotencyKey)}`;
    const answer = await this.send({ method: 'GET', path }, signal);
    // Any other 404 does not come from the sandbox.
    if (answer.status === 404 && errorOf(answer).code === 'authorization_unknown') return null;
    return read(answer, outcomeAnswer);
  }

  readCallback(headers: Record<string, string | undefined>, body: Buffer): PaymentCallback | null {
    if (!isSignedCallback(this.options.callbackSecret, headers, body, new Date())) return null;
    const callback = callbackBody.safeParse(jsonOf(body.toString('utf8')));
    return callback.success ? callback.data.data : null;
  }

  /** Closes the connections; pending requests fail with PaymentUnavailableError. */
  close(): void {
    void this.pool.destroy();
  }

  private move(path: string, request: CaptureRequest, signal: AbortSignal) {
    const { idempotencyKey, authorizationKey } = request;
    const body = { authorizationKey, ...moneyOf(request) };
    return this.post(path, idempotencyKey, body, referenceAnswer, signal);
  }

  private async post<Schema extends z.ZodType>(
    path: string,
    idempotencyKey: string,
    body: unknown,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const headers = { 'idempotency-key': idempotencyKey, 'content-type': 'application/json' };
    const text = JSON.stringify(body);
    return read(await this.send({ method: 'POST', path, headers, body: text }, signal), schema);
  }

  /** Throws PaymentUnavailableError without a complete response. */
  private async send(call: Call, signal: AbortSignal): Promise<TextResponse> {
    const headers = { ...call.headers, authorization: `Bearer ${this.options.apiSecret}` };
    try {
      signal.throwIfAborted();
      return await new Promise<TextResponse>((resolve, reject) => {
        const exchange = new MeasuredResponse(
          signal,
          answerBytesMax,
          this.answers,
          resolve,
          reject,
        );
        exchange.metrics = this.metrics;
        this.pool.dispatch({ ...call, headers }, exchange);
      });
    } catch (cause) {
      const message = `${call.method} ${call.path} got no response`;
      throw new PaymentUnavailableError(message, { cause });
    }
  }
}

function read<Schema extends z.ZodType>(answer: TextResponse, schema: Schema): z.output<Schema> {
  if (answer.status === 200) {
    const body = schema.safeParse(jsonOf(answer.text));
    if (body.success) return body.data;
    throw new PaymentUnavailableError('The provider sent a malformed response');
  }
  const { code, message } = errorOf(answer);
  if (finalStatuses.has(answer.status)) throw new PaymentRefusedError(code, message);
  throw new PaymentUnavailableError(`The provider responded with ${answer.status} ${code}`);
}

function errorOf(answer: TextResponse): { code: string; message: string } {
  const body = errorAnswer.safeParse(jsonOf(answer.text));
  return body.success ? body.data.error : { code: 'unreadable', message: 'No readable error' };
}

/** The parsed JSON; undefined, which no schema accepts, if the text is not JSON. */
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
