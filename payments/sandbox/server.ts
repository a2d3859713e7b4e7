import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Counter, Registry } from 'prom-client';
import { isLoopbackName, nameOfHost } from '../../platform/net/loopback';
import { counterIn } from '../../platform/telemetry/instruments';
import type { Bank } from './bank';
import type { Page } from './bank-page';
import type { Ledger } from './ledger';
import * as limits from './limits';
import { Problem, unavailable } from './problem';
import { type Answer, answerOf } from './routes';
import type { Settlements } from './settlements';
import { answerBrowser } from './three-d-secure';

interface SandboxServerOptions {
  bank: Bank;
  ledger: Ledger;
  settlements: Settlements;
  /** The name of the shop on the page of the bank. */
  merchantName: string;
  apiSecret: string;
  registry: Registry | undefined;
  log: (event: string, details: Record<string, unknown>) => void;
}

/** The HTTP server of the sandbox, in the order in which a request is handled. */
export class SandboxServer {
  readonly http: Server;
  private openRequests = 0;
  private readonly authorization: Buffer;
  private readonly requests: Counter<'status'> | undefined;

  constructor(private readonly options: SandboxServerOptions) {
    this.authorization = Buffer.from(`Bearer ${options.apiSecret}`);
    const { registry } = options;
    this.requests =
      registry &&
      counterIn(registry, {
        name: 'sandbox_requests_total',
        help: 'Requests that the payment sandbox has answered, by status.',
        labelNames: ['status'],
      });
    this.http = createServer(
      {
        headersTimeout: limits.headersDeadlineMs,
        requestTimeout: limits.requestDeadlineMs,
        connectionsCheckingInterval: limits.deadlineCheckMs,
        keepAliveTimeout: limits.idleConnectionMs,
        maxHeaderSize: limits.headerBytesMax,
      },
      (request, response) => void this.serve(request, response),
    );
    this.http.maxConnections = limits.connectionsMax;
  }

  /** Accepts no new connections; resolves when all are closed, at the latest after the deadline. */
  async drain(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.http.closeIdleConnections();
    // Connections become idle after their last response.
    const idle = setInterval(() => this.http.closeIdleConnections(), limits.drainPollMs);
    const deadline = setTimeout(() => this.http.closeAllConnections(), limits.drainDeadlineMs);
    await closed;
    clearInterval(idle);
    clearTimeout(deadline);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.openRequests += 1;
    try {
      if (this.openRequests > limits.openRequestsMax) {
        throw unavailable('overloaded', 'Too many concurrent requests.');
      }
      await this.route(request, response);
    } catch (error) {
      this.answerError(request, response, error);
    } finally {
      this.openRequests -= 1;
      this.requests?.inc({ status: response.statusCode });
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = request;
    const [pathname = '/'] = url.split('?', 1);
    const site = siteOf(request);
    const page = await answerBrowser({ method, pathname, site }, this.options);
    if (page !== null) return servePage(page, request, response);
    if (method === 'GET' && pathname === '/ledger') return this.serveLedger(request, response);
    if (method === 'GET' && pathname === '/metrics' && this.options.registry) {
      return this.serveMetrics(this.options.registry, request, response);
    }
    if (method === 'GET' && pathname === '/health') {
      return send(response, { status: 200, body: { status: 'ok' } });
    }
    if (!this.isAuthorized(request)) {
      throw new Problem(401, 'unauthorized', 'The API secret is missing or wrong.');
    }
    const answer = await answerOf(this.options.bank, {
      method,
      pathname,
      idempotencyKey: request.headers['idempotency-key'],
      readBody: () => readBody(request),
    });
    // Simulates a network failure right after the authorization.
    if (answer.losesAnswer) request.socket.destroy();
    else send(response, answer);
  }

  /** What is for operators requires the API secret from other machines. */
  private demandOperator(request: IncomingMessage, what: string): void {
    if (isFromThisMachine(request) || this.isAuthorized(request)) return;
    const message = `From other machines ${what} the API secret.`;
    throw new Problem(403, 'loopback_only', message);
  }

  private async serveMetrics(
    registry: Registry,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.demandOperator(request, 'the metrics require');
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
    response.end(text);
  }

  private async serveLedger(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.demandOperator(request, 'the ledger requires');
    response.writeHead(200, {
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
    });
    await pipeline(ledgerText(this.options.ledger), response);
  }

  private isAuthorized(request: IncomingMessage): boolean {
    const received = Buffer.from(request.headers.authorization ?? '');
    return (
      received.length === this.authorization.length && timingSafeEqual(received, this.authorization)
    );
  }

  private answerError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (!(error instanceof Problem)) {
      this.options.log('request_failed', { path: request.url, error: String(error) });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem =
      error instanceof Problem
        ? error
        : new Problem(500, 'internal_error', 'The sandbox failed. Send the same request again.');
    // The rest of an unread body would be parsed as the next request.
    if (!request.complete) response.setHeader('connection', 'close');
    const { status, code, message } = problem;
    send(response, { status, body: { error: { code, message } } });
  }
}

/** A form has no fields, so its body is not read. */
function servePage(page: Page, request: IncomingMessage, response: ServerResponse): void {
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(page.status, page.headers).end(page.html);
}

function siteOf({ headers }: IncomingMessage): string | undefined {
  const site = headers['sec-fetch-site'];
  return Array.isArray(site) ? site.join() : site;
}

async function* ledgerText(ledger: Ledger): AsyncGenerator<string> {
  for await (const lines of ledger.lines()) {
    yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const body = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= limits.bodyBytesMax) return;
      request.pause();
      const message = `The body may have at most ${limits.bodyBytesMax} bytes.`;
      reject(new Problem(413, 'body_too_large', message));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.readableEnded)
        reject(new Problem(400, 'body_cut_off', 'The body is incomplete.'));
    });
  });
}

/** Protects against DNS rebinding: the Host header must be a name of this machine. */
function isFromThisMachine({ socket, headers }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return isLoopbackName(address) && isLoopbackName(nameOfHost(headers.host ?? ''));
}
