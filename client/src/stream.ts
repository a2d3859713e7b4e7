import { onAbort, throwIfAborted } from './waiting';

/** The beginning of an answer, and its text as it arrives. */
export interface OpenedStream {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly pieces: AsyncIterable<string>;
}

export interface StreamRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export type OpenStream = (request: StreamRequest) => Promise<OpenedStream>;

async function* piecesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) {
    yield await response.text();
    return;
  }
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // The request must also end when the consumer leaves early.
    reader.cancel().catch(() => undefined);
  }
}

/** Streams with `fetch`, where a body can be read while it arrives. */
export const fetchStream =
  (fetch: typeof globalThis.fetch): OpenStream =>
  async ({ url, ...init }) => {
    const response = await fetch(url, { method: 'POST', ...init });
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      pieces: piecesOf(response),
    };
  };

/** XMLHttpRequest, as far as it is used; Node and edge runtimes have none. */
interface Xhr {
  readonly readyState: number;
  readonly status: number;
  readonly responseText: string;
  onreadystatechange: (() => void) | null;
  onprogress: (() => void) | null;
  onloadend: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  send(body: string): void;
  abort(): void;
}

const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: new () => Xhr };

/** The text of a request as it arrives. */
async function* textOf(xhr: Xhr, change: () => Promise<void>): AsyncGenerator<string> {
  let read = 0;
  try {
    for (;;) {
      const piece = xhr.responseText.slice(read);
      read += piece.length;
      if (piece !== '') yield piece;
      // The state is 4 at the end, and 0 if the request was aborted while the consumer was busy.
      else if (xhr.readyState % 4 === 0) return;
      else await change();
    }
  } finally {
    // The request must also end when the consumer leaves early.
    xhr.abort();
  }
}

/**
 * Streams with XMLHttpRequest, for React Native, whose `fetch` answers when the body is complete.
 */
export const xhrStream: OpenStream = ({ url, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    // A request that is not open yet cannot be aborted.
    throwIfAborted(signal);
    if (!XMLHttpRequest) throw new TypeError('This runtime has no XMLHttpRequest.');
    const xhr = new XMLHttpRequest();
    let notify = () => {};
    let fail: (error: Error) => void = reject;
    const change = () =>
      new Promise<void>((arrived, lost) => {
        notify = arrived;
        fail = lost;
      });
    const stop = onAbort(signal, () => xhr.abort());
    xhr.open('POST', url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.onreadystatechange = () => {
      if (xhr.readyState !== 2) return;
      const header = (name: string) => xhr.getResponseHeader(name);
      resolve({ status: xhr.status, header, pieces: textOf(xhr, change) });
    };
    xhr.onprogress = () => notify();
    xhr.onloadend = () => {
      stop();
      notify();
    };
    xhr.onerror = () => fail(new Error('the connection was lost'));
    xhr.onabort = () => fail(new Error('the connection was closed'));
    xhr.send(body);
  });

/** React Native's `Response` has no `body`. */
const canStream = () => typeof Response === 'function' && 'body' in Response.prototype;

export const defaultStream = (fetch: typeof globalThis.fetch): OpenStream =>
  canStream() || !XMLHttpRequest ? fetchStream(fetch) : xhrStream;
