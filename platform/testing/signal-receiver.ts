import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A value as OTLP/JSON wraps it. */
type Wrapped = Readonly<Record<string, unknown>>;

interface RawAttribute {
  readonly key: string;
  readonly value: Wrapped;
}

interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds of Unix time, as OTLP/JSON writes integers of 64 bits. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly RawAttribute[];
  readonly status?: { readonly code?: number };
}

interface RawRecord {
  readonly severityText: string;
  readonly body: Wrapped;
  readonly attributes?: readonly RawAttribute[];
  readonly traceId?: string;
}

interface Scoped {
  readonly resource?: { readonly attributes?: readonly RawAttribute[] };
  readonly scopeSpans?: readonly { readonly spans: readonly RawSpan[] }[];
  readonly scopeLogs?: readonly { readonly logRecords: readonly RawRecord[] }[];
}

interface RawBody {
  readonly resourceSpans?: readonly Scoped[];
  readonly resourceLogs?: readonly Scoped[];
  readonly streams?: readonly {
    readonly stream: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [string, string])[];
  }[];
}

export interface ReceivedSpan extends Omit<RawSpan, 'attributes'> {
  /** Which process wrote it. */
  readonly service: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ReceivedLine {
  readonly service: string;
  readonly level: string;
  readonly message: string;
  readonly traceId: string | null;
}

function valuesOf(attributes: readonly RawAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

const serviceOf = ({ resource }: Scoped): string =>
  String(valuesOf(resource?.attributes)['service.name']);

async function bodyOf(request: IncomingMessage): Promise<string> {
  const body = await buffer(request);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** What a collector and a Loki would have received: OTLP/HTTP with JSON, and Loki's push. */
export class SignalReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly lines: ReceivedLine[] = [];
  /** Everything that came in, as text. */
  text = '';
  /** Answered while it is set, instead of taking anything. */
  refuseWith: number | null = null;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<SignalReceiver> {
    const server = createServer();
    const receiver = new SignalReceiver(server);
    server.on('request', (request, response) => {
      receiver.receive(request).then(
        (status) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'),
        () => response.writeHead(400).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  spansOf(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async receive(request: IncomingMessage): Promise<number> {
    const text = await bodyOf(request);
    if (this.refuseWith !== null) return this.refuseWith;
    this.text += text;
    const body = JSON.parse(text) as RawBody;
    switch (request.url) {
      case '/v1/traces':
        this.takeSpans(body);
        return 200;
      case '/v1/logs':
        this.takeRecords(body);
        return 200;
      case '/loki/api/v1/push':
        this.takeStreams(body);
        return 204;
      default:
        return 404;
    }
  }

  private takeSpans({ resourceSpans = [] }: RawBody): void {
    for (const scoped of resourceSpans) {
      for (const span of scoped.scopeSpans?.flatMap(({ spans }) => spans) ?? []) {
        const attributes = valuesOf(span.attributes);
        this.spans.push({ ...span, attributes, service: serviceOf(scoped) });
      }
    }
  }

  private takeRecords({ resourceLogs = [] }: RawBody): void {
    for (const scoped of resourceLogs) {
      const service = serviceOf(scoped);
      for (const record of scoped.scopeLogs?.flatMap(({ logRecords }) => logRecords) ?? []) {
        const message = String(Object.values(record.body)[0]);
        const level = record.severityText.toLowerCase();
        this.lines.push({ service, level, message, traceId: record.traceId ?? null });
      }
    }
  }

  private takeStreams({ streams = [] }: RawBody): void {
    for (const { stream, values } of streams) {
      for (const [, text] of values) {
        const { msg, traceId } = JSON.parse(text) as { msg?: string; traceId?: string };
        const { service_name: service = '', level = '' } = stream;
        this.lines.push({ service, level, message: msg ?? '', traceId: traceId ?? null });
      }
    }
  }
}
