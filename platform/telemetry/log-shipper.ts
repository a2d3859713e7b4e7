import type { DestinationStream } from 'pino';
import type { Registry } from 'prom-client';
import type { Agent } from 'undici';
import { undiciPackage } from '../net/undici-package';
import { counterIn } from './instruments';
import { logFormats } from './log-formats';
import type { LogShippingSettings } from './settings';

/**
 * Buffered lines while the store is unavailable; the oldest are dropped first.
 * @exceeded the oldest are dropped and counted
 * @test platform/telemetry/log-shipper.test.ts
 */
const waitingLinesMax = 10_000;
/**
 * Characters of these lines: 16 MB.
 * @exceeded the oldest are dropped and counted
 * @test platform/telemetry/log-shipper.test.ts
 */
const waitingCharactersMax = 8 * 1024 * 1024;
const batchLinesMax = 1_000;
/** Lines written within this time are sent together. */
const pauseMs = 1_000;
/** Pause after a failed push. */
const retryPauseMs = 5_000;
const pushDeadlineMs = 5_000;
const stopDeadlineMs = 5_000;

export interface LogShipper extends DestinationStream {
  /** Registers metrics of sent and dropped lines. */
  measure(registry: Registry): void;
  /** Sends the buffered lines within a deadline, and accepts no more. */
  stop(): Promise<void>;
}

/**
 * Sends log lines to a store, in addition to standard output. If the store is unavailable, lines are
 * buffered up to a limit, and dropped lines are counted.
 */
class PushingShipper implements LogShipper {
  private waiting: string[] = [];
  private characters = 0;
  private timer: NodeJS.Timeout | null = null;
  private pushing: Promise<void> | null = null;
  private isStopped = false;
  private dropped = 0;
  private shipped = 0;
  private readonly url: string;
  private readonly dispatcher: Agent;

  constructor(
    endpoint: string,
    private readonly protocol: LogShippingSettings['protocol'],
    private readonly name: string,
    authority: string | undefined,
  ) {
    const { Agent: Dispatcher } = undiciPackage();
    this.dispatcher = new Dispatcher({ connect: { ca: authority } });
    this.url = `${endpoint}${logFormats[protocol].path}`;
  }

  write(line: string): void {
    if (this.isStopped) return;
    this.waiting.push(line);
    this.characters += line.length;
    this.dropSurplus();
    this.schedulePush(pauseMs);
  }

  measure(registry: Registry): void {
    const lines = counterIn(registry, {
      name: 'log_lines_shipped_total',
      help: 'Log lines for the log store, by result: sent, or dropped while it was unavailable.',
      labelNames: ['result'],
      collect: () => {
        lines.reset();
        lines.inc({ result: 'sent' }, this.shipped);
        lines.inc({ result: 'dropped' }, this.dropped);
      },
    });
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    const deadline = performance.now() + stopDeadlineMs;
    await this.pushing;
    this.isStopped = true;
    while (this.waiting.length > 0 && performance.now() < deadline) {
      if (!(await this.pushBatch())) break;
    }
    await this.dispatcher.close();
  }

  private dropSurplus(): void {
    while (this.waiting.length > waitingLinesMax || this.characters > waitingCharactersMax) {
      const oldest = this.waiting.shift();
      if (oldest === undefined) return;
      this.characters -= oldest.length;
      this.dropped += 1;
    }
  }

  private schedulePush(afterMs: number): void {
    if (this.timer !== null || this.pushing !== null || this.isStopped) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.pushing = this.pushAll().finally(() => {
        this.pushing = null;
        if (this.waiting.length > 0) this.schedulePush(retryPauseMs);
      });
    }, afterMs).unref();
  }

  private async pushAll(): Promise<void> {
    while (this.waiting.length > 0 && !this.isStopped) {
      if (!(await this.pushBatch())) return;
    }
  }

  /** @returns false if the store did not accept it and the lines stay buffered. */
  private async pushBatch(): Promise<boolean> {
    const lines = this.waiting.slice(0, batchLinesMax);
    const droppedBefore = this.dropped;
    const status = await this.push(logFormats[this.protocol].body(lines, this.name));
    if (status === null || status === 429 || status >= 500) return false;
    // Lines dropped in the meantime were the first of these.
    const taken = this.waiting.splice(0, lines.length - (this.dropped - droppedBefore));
    for (const line of taken) this.characters -= line.length;
    // A rejected request would be rejected again.
    if (status < 300) this.shipped += taken.length;
    else this.dropped += taken.length;
    return true;
  }

  /** Never rejects, and is not logged, since that would produce more log lines. */
  private async push(body: string): Promise<number | null> {
    try {
      const { statusCode, body: answer } = await undiciPackage().request(this.url, {
        method: 'POST',
        dispatcher: this.dispatcher,
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(pushDeadlineMs),
      });
      await answer.dump();
      return statusCode;
    } catch {
      return null;
    }
  }
}

/**
 * @param authority PEM of the CA of an https store; the well-known ones if absent.
 * @returns null if log lines go to standard output only.
 */
export function createLogShipper(
  { endpoint, protocol }: LogShippingSettings,
  name: string,
  authority?: string,
): LogShipper | null {
  return endpoint === null ? null : new PushingShipper(endpoint, protocol, name, authority);
}
