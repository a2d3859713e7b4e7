import type { DestinationStream } from 'pino';
import { Counter, type Registry } from 'prom-client';
import { logFormats } from './log-formats';
import type { LogShippingSettings } from './settings';

/** What waits while nobody takes it; older lines give way to newer ones. */
const waitingLinesMax = 10_000;
const waitingCharactersMax = 8 * 1024 * 1024;
const batchLinesMax = 1_000;
/** What is written within this time is sent together. */
const pauseMs = 1_000;
/** After a push that failed. */
const retryPauseMs = 5_000;
const pushDeadlineMs = 5_000;
const stopDeadlineMs = 5_000;

export interface LogShipper extends DestinationStream {
  /** Shows in the registry what was sent and what was dropped. */
  measure(registry: Registry): void;
  /** Sends what waits, up to a deadline, and takes no more. */
  stop(): Promise<void>;
}

/**
 * Sends log lines to a store, besides wherever else they go. A store that is away costs nobody
 * anything: lines wait up to a bound, and what is dropped for it is counted.
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

  constructor(
    endpoint: string,
    private readonly protocol: LogShippingSettings['protocol'],
    private readonly name: string,
  ) {
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
    const lines = new Counter({
      name: 'log_lines_shipped_total',
      help: 'Log lines for the store of logs, by result: sent, or dropped while it was away.',
      labelNames: ['result'],
      registers: [registry],
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

  /** @returns false when the store did not take it: then it waits on. */
  private async pushBatch(): Promise<boolean> {
    const lines = this.waiting.slice(0, batchLinesMax);
    const droppedBefore = this.dropped;
    const status = await this.push(logFormats[this.protocol].body(lines, this.name));
    if (status === null || status === 429 || status >= 500) return false;
    // Lines that were dropped meanwhile were the first of these.
    const taken = this.waiting.splice(0, lines.length - (this.dropped - droppedBefore));
    for (const line of taken) this.characters -= line.length;
    // What a store refuses it will refuse again.
    if (status < 300) this.shipped += taken.length;
    else this.dropped += taken.length;
    return true;
  }

  /** Never rejects, and is not logged: the log would be about the log. */
  private async push(body: string): Promise<number | null> {
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(pushDeadlineMs),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return null;
    }
  }
}

/** @returns null where log lines go to standard output alone. */
export function createLogShipper(settings: LogShippingSettings, name: string): LogShipper | null {
  const { endpoint, protocol } = settings;
  return endpoint === null ? null : new PushingShipper(endpoint, protocol, name);
}
