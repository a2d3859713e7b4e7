import { Agent, type IncomingMessage, request as open } from 'node:http';
import { AnswerObjects } from './answer-objects';

/** An HTTP request without its caller. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** The server may respond and close the connection before it has read everything. */
  readonly mayBeCut?: boolean;
}

/** The sender of a request. */
export interface Caller {
  readonly address: string;
  readonly token: string | null;
}

export interface HttpAnswer {
  /** The HTTP status; 0 without a response. */
  readonly status: number;
  /** The code of the first error, the socket error, or `ok`. */
  readonly code: string;
  readonly bytes: number;
  readonly ms: number;
  /** Cost in points; null if the operation was rejected before it was known. */
  readonly points: number | null;
  /** Number of objects in `data`. */
  readonly objects: number;
  /** Whether it was refused for its bytes, and not for its objects. */
  readonly hasTooManyBytes: boolean;
  /** Whether a header says when to try again. */
  readonly hasRetryAfter: boolean;
  /** Whether it contains an internal error, possibly after other errors. */
  readonly isFault: boolean;
}

const answerDeadlineMs = 30_000;
const edgeBytes = 4_096;
const fault = Buffer.from('INTERNAL_SERVER_ERROR');

const codePattern = /"code":\s*"([A-Z][A-Z_]+)"/;
const tooManyBytesPattern = /would have more than \d+ bytes/;
const pointsPattern = /"cost":\s*\{\s*"requested":\s*(\d+)/;

/** Keeps the start and the end of a response, which contain its outcome. */
class Edges {
  bytes = 0;
  hasFault = false;
  readonly objects = new AnswerObjects();
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);

  constructor(private readonly countsObjects: boolean) {}

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.countsObjects) this.objects.add(chunk);
    this.hasFault ||= chunk.includes(fault);
    if (this.head.length < edgeBytes) this.head = Buffer.concat([this.head, chunk]);
    this.tail = Buffer.concat([this.tail, chunk]).subarray(-edgeBytes);
  }

  get text(): string {
    return `${this.head.toString('utf8', 0, edgeBytes)}\n${this.tail.toString('utf8')}`;
  }
}

/** Sends requests over keep-alive connections. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 128 });

  /**
   * @param countsObjects whether to count the objects in responses. It reads every byte, which
   * takes CPU from the shop; without it `objects` is 0.
   */
  constructor(
    private readonly url: string,
    private readonly countsObjects = false,
  ) {}

  async send(request: HttpRequest, caller: Caller): Promise<HttpAnswer> {
    const startedAtMs = performance.now();
    const edges = new Edges(this.countsObjects);
    const since = () => performance.now() - startedAtMs;
    const harmless = { hasTooManyBytes: false, hasRetryAfter: false, isFault: false };
    const nothing = { bytes: edges.bytes, points: null, objects: 0, ...harmless };
    try {
      const response = await this.exchange(request, caller, edges);
      const { text, bytes } = edges;
      const status = response.statusCode ?? 0;
      const hasErrors = status >= 400 || text.includes('"errors":');
      const found = hasErrors ? codePattern.exec(text)?.[1] : undefined;
      const points = pointsPattern.exec(text)?.[1];
      return {
        status,
        code: found ?? 'ok',
        bytes,
        ms: since(),
        points: points === undefined ? null : Number(points),
        objects: edges.objects.count,
        hasTooManyBytes: hasErrors && tooManyBytesPattern.test(text),
        hasRetryAfter: response.headers['retry-after'] !== undefined,
        isFault: status === 500 || edges.hasFault,
      };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { ...nothing, status: 0, code: code ?? message, ms: since() };
    }
  }

  private exchange(
    { method, path, headers, body }: HttpRequest,
    { address, token }: Caller,
    edges: Edges,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = open(`${this.url}${path}`, {
        agent: this.agent,
        method,
        path,
        headers: {
          'x-forwarded-for': address,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        } as Record<string, string | string[]>,
      });
      const timer = setTimeout(
        () => sent.destroy(new Error(`no response within ${answerDeadlineMs} ms`)),
        answerDeadlineMs,
      );
      const finishing =
        <Value>(finish: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          finish(value);
        };
      sent.once('response', (response) => {
        response.on('data', (chunk: Buffer) => edges.add(chunk));
        response.once('end', () => finishing(resolve)(response));
        response.once('error', finishing(reject));
      });
      sent.on('error', finishing(reject));
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
