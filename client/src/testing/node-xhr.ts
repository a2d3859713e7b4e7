import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** XMLHttpRequest as React Native has it, for a test in Node: text grows while it arrives. */
export class NodeXhr {
  readyState = 0;
  status = 0;
  responseText = '';
  onreadystatechange: (() => void) | null = null;
  onprogress: (() => void) | null = null;
  onloadend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  private readonly headers: Record<string, string> = {};
  private target: { method: string; url: string } | null = null;
  private sent: ClientRequest | null = null;
  private response: IncomingMessage | null = null;
  private hasEnded = false;

  open(method: string, url: string): void {
    this.target = { method, url };
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  getResponseHeader(name: string): string | null {
    const value = this.response?.headers[name];
    return typeof value === 'string' ? value : null;
  }

  send(body: string): void {
    if (!this.target) throw new Error('Open it first.');
    const { method, url } = this.target;
    this.sent = request(url, { method, headers: this.headers }, (response) => {
      this.response = response;
      this.status = response.statusCode ?? 0;
      this.moveTo(2);
      response.setEncoding('utf8').on('data', (text: string) => {
        this.responseText += text;
        this.moveTo(3);
        this.onprogress?.();
      });
      response.on('end', () => this.end(null));
      response.on('error', () => this.end(this.onerror));
    });
    this.sent.on('error', () => this.end(this.onerror));
    this.sent.end(body);
  }

  abort(): void {
    this.end(this.onabort);
    // The standard of XMLHttpRequest resets both, and so does React Native.
    this.readyState = 0;
    this.responseText = '';
    this.sent?.destroy();
  }

  private moveTo(state: number): void {
    this.readyState = state;
    this.onreadystatechange?.();
  }

  private end(report: (() => void) | null): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.moveTo(4);
    report?.();
    this.onloadend?.();
  }
}
