import { STATUS_CODES } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { publicError } from '../../requests/public-error';
import { type AbortSource, abortSource } from '../../requests/when-aborted';
import type { Logger } from '../../telemetry/logger';
import { msPerSecond } from '../../values/time';
import { type CallerCertificate, certificateOf, Refusal } from '../caller';
import * as limits from '../limits';
import type { RequestHead } from './request-head';
import { RequestReader } from './request-reader';

/** A call whose head was accepted. */
export interface AcceptedCall {
  /** @returns the answer with status 200. @throws Refusal if the body is not one of a call. */
  answer(body: string, signal: AbortSignal): Promise<string | Buffer>;
  /** Called once, when nothing of it is left in this process. */
  end(): void;
}

export interface ConnectionHandler {
  /** Decides about a call before its body is read. @throws Refusal */
  accept(head: RequestHead, caller: CallerCertificate): AcceptedCall;
  readonly logger: Logger;
}

/**
 * The response after which the caller may send its request again over another connection, whatever
 * its method (RFC 9110, 15.5.20). It is sent without a request: a caller that is about to send one
 * reads it as the response.
 */
const misdirected =
  'HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

const keepAlive = `keep-alive: timeout=${limits.keepAliveMs / msPerSecond}`;

/** The head of a response up to the length of its body. */
const headOf = (status: number, connection: string): string =>
  `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n${connection}\r\ncontent-length: `;
const usualHead = headOf(200, keepAlive);

/** A connection of a caller, which carries one call at a time. */
export class CallConnection {
  private readonly caller: CallerCertificate;
  private readonly reader = new RequestReader();
  /** A call whose body arrives. */
  private arriving: AcceptedCall | null = null;
  /** Aborts reads and waits of the call that is executed, never a commit. */
  private source: AbortSource | null = null;
  /** Nothing that arrives is read. */
  private isRefused = false;
  /** It is closed after its response. */
  private isLast = false;
  /** When the connection was opened, its request or call began, or its response was written. */
  private sinceMs = performance.now();

  constructor(
    private readonly socket: TLSSocket,
    private readonly handler: ConnectionHandler,
  ) {
    this.caller = certificateOf(socket);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    // A close follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.onClose());
  }

  /** Makes the next response the last one. */
  drain(): void {
    this.isLast = true;
  }

  /** Refuses the next call if none is under way and none was for `idleMs`. @returns whether it did. */
  refuseIfIdle(idleMs: number, nowMs = performance.now()): boolean {
    if (this.isRefused || this.reader.head !== null || this.socket.writableLength > 0) return false;
    if (nowMs - this.sinceMs < idleMs) return false;
    this.refuse(misdirected);
    return true;
  }

  /** Ends what is late: a request that arrives, a call, a response that is not read, idle time. */
  endIfLate(nowMs: number): void {
    const passedMs = nowMs - this.sinceMs;
    if (this.source !== null) {
      if (passedMs > limits.callDeadlineMs) this.abort('The answer took too long.');
    } else if (this.isRefused || this.socket.writableLength > 0) {
      if (passedMs > limits.callDeadlineMs) this.socket.destroy();
    } else if (this.reader.hasBegun) {
      const isHead = this.reader.head === null;
      const arrivalMs = isHead ? limits.headersArrivalMs : limits.requestArrivalMs;
      if (passedMs > arrivalMs) this.fail(new Refusal(408, 'The request took too long to arrive.'));
    } else this.refuseIfIdle(limits.keepAliveMs, nowMs);
  }

  destroy(): void {
    this.socket.destroy();
  }

  whenClosed(action: () => void): void {
    this.socket.once('close', action);
  }

  private read(chunk: Buffer): void {
    if (this.isRefused) return;
    // Two calls at once are not for one connection.
    if (this.source !== null) return void this.socket.destroy();
    if (!this.reader.hasBegun) this.sinceMs = performance.now();
    try {
      const body = this.reader.read(chunk, (head) => {
        if (head.isLast) this.isLast = true;
        this.arriving = this.handler.accept(head, this.caller);
      });
      if (body !== null && this.arriving !== null) void this.run(this.arriving, body);
    } catch (error) {
      this.fail(error);
    }
  }

  private async run(call: AcceptedCall, body: string): Promise<void> {
    this.arriving = null;
    this.sinceMs = performance.now();
    this.source = abortSource();
    try {
      const answer = await call.answer(body, this.source.signal);
      this.source = null;
      this.respond(200, answer);
    } catch (error) {
      this.fail(error);
    } finally {
      call.end();
    }
  }

  /** Answers a call that was refused or that failed. */
  private fail(error: unknown): void {
    const isWhole = this.source !== null;
    this.source = null;
    this.endArriving();
    if (this.socket.destroyed) return;
    const { logger } = this.handler;
    const [status, message] =
      error instanceof Refusal ? [error.status, error.message] : [500, 'The call failed.'];
    if (error instanceof Refusal) logger.warn({ status, caller: this.caller.name }, message);
    else logger.error({ err: error }, 'call failed');
    const body = JSON.stringify({ message });
    if (isWhole) this.respond(status, body);
    // The rest of the request is not read, so the connection cannot be used again.
    else
      this.refuse(
        `${headOf(status, 'connection: close')}${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
  }

  private respond(status: number, body: string | Buffer): void {
    const { socket } = this;
    if (socket.destroyed) return;
    const isUsual = status === 200 && !this.isLast;
    const head = isUsual
      ? usualHead
      : headOf(status, this.isLast ? 'connection: close' : keepAlive);
    this.sinceMs = performance.now();
    this.reader.reset();
    // One write of head and body is one record of TLS and one system call.
    if (typeof body === 'string') socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    else {
      socket.cork();
      socket.write(`${head}${body.length}\r\n\r\n`);
      socket.write(body);
      socket.uncork();
    }
    if (this.isLast) this.refuse('');
  }

  /**
   * Ends the connection with these bytes. What arrives is read and ignored: unread data would reset
   * the connection, and with it the bytes that are on their way.
   */
  private refuse(bytes: string): void {
    const { socket } = this;
    this.isRefused = true;
    socket.end(bytes, () => {
      if (socket.destroyed) return;
      const cut = setTimeout(() => socket.destroy(), limits.refusedCloseMs);
      socket.once('close', () => clearTimeout(cut));
    });
  }

  private abort(reason: string): void {
    this.source?.abort(publicError('TIMEOUT', reason));
  }

  private endArriving(): void {
    this.arriving?.end();
    this.arriving = null;
  }

  private onClose(): void {
    this.abort('The caller disconnected.');
    this.endArriving();
  }
}
