import { missedChangeMsMax, rereadPauseMs } from './limits';
import type { Reading } from './read-order';
import { Stream, type StreamOptions } from './stream';

type State = Pick<Reading, 'version' | 'updatedAt'>;

/** The answer is left out, so that no stream keeps one. */
const stateOf = ({ version, updatedAt }: Reading): State => ({ version, updatedAt });

/** Some changes, as of a payment, have no version of their own, only a later time. */
const isNewer = (read: State, sent: State): boolean =>
  read.version > sent.version || (read.version === sent.version && read.updatedAt > sent.updatedAt);

/** Sends the states of one order, which never go backwards. */
export class OrderStream extends Stream {
  private sent: State = { version: -1, updatedAt: '' };
  private isStale = false;

  constructor(
    options: StreamOptions,
    readonly orderId: string,
  ) {
    super(options);
  }

  async first(): Promise<Reading> {
    const reading = await this.readNow(true);
    this.sent = stateOf(reading);
    return reading;
  }

  /** @param version the current version of the order; null if unknown, or changed without one. */
  onOrderChanged(version: number | null): void {
    if (version !== null && version <= this.sent.version) return;
    this.isStale = true;
    this.update();
  }

  protected override begin({ result }: Reading): void {
    this.send(result);
  }

  protected override isDue(): boolean {
    return this.isStale;
  }

  protected override onReadTime(): void {
    this.onOrderChanged(null);
  }

  protected override async readAndSend(): Promise<void> {
    const reading = await this.readNow();
    if (this.isOver) return;
    if (reading.found === 'nothing') this.finish('nothing', reading.result);
    else if (reading.found === 'unknown') this.readIn(rereadPauseMs);
    // A heartbeat may have filled the connection; then the stream reads again once that drains.
    else if (this.isBlocked) this.isStale = true;
    else if (isNewer(reading, this.sent)) {
      this.sent = stateOf(reading);
      this.send(reading.result);
    }
  }

  private readNow(isCharged = false): Promise<Reading> {
    this.isStale = false;
    // Spreads the polls of streams that were opened together.
    this.readIn(missedChangeMsMax * (1 - Math.random() / 2));
    const onBegin = () => {
      this.isStale = false;
    };
    return this.read(this.options.watch, onBegin, isCharged);
  }
}
