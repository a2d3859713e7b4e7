export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events (HTML standard, 9.2.6) from a text that arrives in pieces. */
export class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  /** The pause before the client connects again, from `retry:`. */
  retryMs: number | undefined;

  /** @returns the events that this piece completes. */
  push(piece: string): ServerEvent[] {
    this.rest += piece;
    // A line break may be cut in two.
    const end = this.rest.endsWith('\r') ? this.rest.length - 1 : this.rest.length;
    const lines = this.rest.slice(0, end).split(/\r\n|\r|\n/);
    this.rest = (lines.pop() ?? '') + this.rest.slice(end);
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === '') return this.dispatched();
    const [field = '', ...rest] = line.split(':');
    const value = rest.join(':').replace(/^ /, '');
    if (field === 'event') this.event = value;
    if (field === 'data') this.data.push(value);
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  private dispatched(): ServerEvent[] {
    const { event, data } = this;
    this.event = '';
    this.data = [];
    return event === '' && data.length === 0 ? [] : [{ event, data: data.join('\n') }];
  }
}
