import { connect as connectTcp, type Socket } from 'node:net';
import type { checkServerIdentity } from 'node:tls';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { type BodyLimits, ResponseReader } from './response-reader';

/** A call as a connection sees it. */
export interface Exchange {
  /** The whole request. */
  readonly request: string;
  onSent(isReused: boolean): void;
  onHead(status: number): void;
  onAnswer(status: number, text: string): void;
  onFailure(error: Error): void;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** Null for plain HTTP. */
  readonly tls: {
    readonly name: string;
    readonly context: SecureContext;
    readonly checkServerIdentity: typeof checkServerIdentity;
  } | null;
}

export interface ConnectionOptions {
  readonly target: Target;
  readonly limits: BodyLimits;
  readonly connectDeadlineMs: number;
  readonly callDeadlineMs: number;
  /** Called when it can carry a call: when it is open, and after each response. */
  readonly onFree: (connection: Connection) => void;
  readonly onClosed: (connection: Connection, error: Error | null) => void;
  /** Called before the call learns that the process has not executed it, because it stops. */
  readonly onMisdirected: () => void;
}

/** All connections read into this buffer: what they read is used or copied before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);
const tcpKeepAliveMs = 60_000;
/** Idle connections are closed before the other side does: a request could be on its way. */
const closedEarlierMs = 2_000;
/** Idle time if the other side does not say how long it waits. */
const unannouncedKeepAliveMs = 4_000;

const never = Number.POSITIVE_INFINITY;
/** The status of a process that stops, and has not executed the call. */
export const misdirected = 421;

/** A kept-alive connection, which carries one call at a time. */
export class Connection {
  /** It is open and has not failed. */
  isOpen = false;
  /** The call that it carries. */
  exchange: Exchange | null = null;
  /** It is closed after its call. */
  isLast = false;
  /** When opening, the call or the idle time must have ended. */
  deadlineMs: number;
  private isReused = false;
  private reader: ResponseReader | null = null;
  private error: Error | null = null;
  private isDestroyed = false;
  private keepAliveMs = unannouncedKeepAliveMs;
  private readonly socket: Socket;

  constructor(private readonly options: ConnectionOptions) {
    this.deadlineMs = performance.now() + options.connectDeadlineMs;
    this.socket = this.connect();
    this.socket.on('error', (error) => {
      this.error ??= error;
    });
    this.socket.once('close', () => this.onClose());
  }

  /** Sends the call. The connection must be open and idle. */
  send(exchange: Exchange): void {
    this.exchange = exchange;
    this.reader = new ResponseReader(this.options.limits);
    this.deadlineMs = performance.now() + this.options.callDeadlineMs;
    this.socket.ref();
    exchange.onSent(this.isReused);
    this.isReused = true;
    this.socket.write(exchange.request);
  }

  /** Whether an idle connection is so old that the other side may be closing it. */
  isExpired(nowMs: number): boolean {
    return nowMs >= this.deadlineMs;
  }

  /** Ends what is late: opening, a call or an idle time. */
  endIfLate(nowMs: number): void {
    if (!this.isExpired(nowMs)) return;
    if (this.isOpen && this.exchange === null) this.destroy(null);
    else
      this.destroy(
        new Error(this.isOpen ? 'The answer took too long.' : 'Connecting took too long.'),
      );
  }

  destroy(error: Error | null): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.isOpen = false;
    this.deadlineMs = never;
    this.error ??= error;
    this.socket.destroy();
  }

  private connect(): Socket {
    const { host, port, tls } = this.options.target;
    const onread = {
      buffer: readBuffer,
      callback: (bytes: number) => {
        this.onBytes(bytes);
        return true;
      },
    };
    const common = {
      host,
      port,
      onread,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: tcpKeepAliveMs,
    };
    const onOpen = () => this.onOpen();
    if (tls === null) return connectTcp(common, onOpen);
    const { name: servername, context: secureContext } = tls;
    const { checkServerIdentity: check } = tls;
    const options = { ...common, servername, secureContext, checkServerIdentity: check };
    return connectTls(options, onOpen) as TLSSocket;
  }

  private onOpen(): void {
    if (this.isDestroyed) return;
    this.isOpen = true;
    this.becomeIdle();
  }

  private becomeIdle(): void {
    const patienceMs = this.keepAliveMs - closedEarlierMs;
    this.deadlineMs = performance.now() + Math.max(0, patienceMs);
    // A connection that waits for calls does not keep the process alive.
    this.socket.unref();
    this.options.onFree(this);
  }

  private onBytes(bytes: number): void {
    const { reader, exchange } = this;
    if (this.isDestroyed) return;
    // Nobody asked: a refusal of a process that stops, or something that must not be believed.
    if (reader === null || exchange === null) return this.destroy(null);
    const hadHead = reader.head !== null;
    let isLeftOver: boolean;
    try {
      isLeftOver = reader.read(readBuffer.subarray(0, bytes));
    } catch (error) {
      return this.destroy(error as Error);
    }
    if (!hadHead && reader.head !== null) exchange.onHead(reader.head.status);
    if (reader.isComplete) this.finish(reader, exchange, isLeftOver);
  }

  private finish(reader: ResponseReader, exchange: Exchange, isLeftOver: boolean): void {
    const { head, text } = reader;
    this.reader = null;
    this.exchange = null;
    // A response before the whole request was sent: the rest would be read as the next request.
    const isUnsent = this.socket.writableLength > 0;
    this.keepAliveMs = head?.keepAliveMs ?? unannouncedKeepAliveMs;
    if (head?.status === misdirected) this.options.onMisdirected();
    exchange.onAnswer(head?.status ?? 0, text);
    const isReusable = !head?.isLast && !this.isLast && !isLeftOver && !isUnsent;
    if (isReusable && this.keepAliveMs > closedEarlierMs) this.becomeIdle();
    else this.destroy(null);
  }

  private onClose(): void {
    this.isDestroyed = true;
    this.isOpen = false;
    this.deadlineMs = never;
    this.reader?.release();
    const { exchange, error } = this;
    this.exchange = null;
    this.options.onClosed(this, error);
    exchange?.onFailure(error ?? new Error('The other side closed the connection.'));
  }
}
