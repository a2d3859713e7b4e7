import type {
  Context,
  ContextManager,
  Span,
  SpanContext,
  SpanKind,
  Tracer,
} from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { TracingSettings } from './settings';

export type { Span };
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** The span kind: caller (`client`), callee (`server`) or `internal`. */
export type Role = 'internal' | 'server' | 'client';

const loadApi = () => import('@opentelemetry/api');
type Api = Awaited<ReturnType<typeof loadApi>>;

/** The tracer, or null while tracing is off, which is all that a span costs then. */
let tracing: Tracing | null = null;

interface Tracing {
  readonly api: Api;
  readonly tracer: Tracer;
  readonly contexts: ContextManager;
  /** Decides about one request whose trace a client began. */
  readonly isSampled: () => boolean;
  readonly kinds: Readonly<Record<Role, SpanKind>>;
}

export const isTracing = (): boolean => tracing !== null;

/**
 * Maximum queue of spans to send; further spans are dropped.
 * @exceeded dropped
 * @test platform/telemetry/tracing.test.ts
 */
const queuedSpansMax = 4_096;
const batchSpansMax = 512;
const batchPauseMs = 2_000;
const exportDeadlineMs = 5_000;
/** Minimum time between log lines about failed exports. */
const complaintPauseMs = 60_000;
const complaintCharactersMax = 500;
/**
 * Attributes of a span.
 * @exceeded dropped
 * @test platform/telemetry/tracing.test.ts
 */
const attributesMax = 32;
/**
 * Value of an attribute.
 * @exceeded cut off
 * @test platform/telemetry/tracing.test.ts
 */
const attributeCharactersMax = 256;

export interface TracingOptions {
  readonly settings: TracingSettings;
  /** PEM of the CA of an https collector; the well-known ones if absent. */
  readonly authority?: string;
  /** Name of the process. */
  readonly name: string;
  readonly version: string;
  readonly logger: Logger;
}

/**
 * Starts tracing if an endpoint is configured; the packages are loaded only then.
 * @returns a function that flushes and stops it.
 */
export async function startTracing(options: TracingOptions): Promise<() => Promise<void>> {
  const { endpoint, ratio } = options.settings;
  if (endpoint === null || tracing !== null) return async () => undefined;
  const [api, sdk, exporters, contextManagers, resources] = await Promise.all([
    loadApi(),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new exporters.OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    timeoutMillis: exportDeadlineMs,
    ...(options.authority !== undefined && { httpAgentOptions: { ca: options.authority } }),
  });
  const provider = new sdk.TracerProvider({
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    resource: resources.resourceFromAttributes({
      'service.namespace': 'orderprocessing',
      'service.name': options.name,
      'service.version': options.version,
      'service.instance.id': `${options.name}-${process.pid}`,
    }),
    spanLimits: {
      attributeCountLimit: attributesMax,
      attributeValueLengthLimit: attributeCharactersMax,
    },
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter,
        maxQueueSize: queuedSpansMax,
        maxExportBatchSize: batchSpansMax,
        scheduledDelayMillis: batchPauseMs,
        exportTimeoutMillis: exportDeadlineMs,
      }),
    ],
  });
  tracing = {
    api,
    tracer: provider.getTracer('orderprocessing', options.version),
    contexts: new contextManagers.AsyncLocalStorageContextManager().enable(),
    isSampled: () => Math.random() < ratio,
    kinds: {
      internal: api.SpanKind.INTERNAL,
      server: api.SpanKind.SERVER,
      client: api.SpanKind.CLIENT,
    },
  };
  complainTo(api, options.logger);
  options.logger.info({ endpoint, ratio }, 'tracing started');
  return async () => {
    tracing = null;
    await provider.shutdown().catch((error: unknown) => {
      options.logger.warn({ err: error }, 'flushing traces failed');
    });
  };
}

/** Diagnostics of the packages: an unavailable collector, dropped spans. */
function complainTo({ diag, DiagLogLevel }: Api, logger: Logger): void {
  let complainedAtMs = Number.NEGATIVE_INFINITY;
  const complain = (reason: string) => {
    if (performance.now() - complainedAtMs < complaintPauseMs) return;
    complainedAtMs = performance.now();
    logger.warn({ reason: reason.slice(0, complaintCharactersMax) }, 'exporting traces failed');
  };
  const silent = () => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

const traceparentPattern = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const sampledFlag = 1;

/** Parses a `traceparent` (W3C Trace Context); null if it is invalid. */
export function readTraceparent(header: unknown): SpanContext | null {
  if (typeof header !== 'string') return null;
  const [, traceId = '', spanId = '', flags = '', rest] = traceparentPattern.exec(header) ?? [];
  if (!/[^0]/.test(traceId) || !/[^0]/.test(spanId)) return null;
  // Later versions may append fields; version 00 has exactly these.
  if (rest !== undefined && header.startsWith('00')) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & sampledFlag, isRemote: true };
}

const written = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The active span; null if there is none or tracing is off. */
export function currentSpan(): Span | null {
  if (tracing === null) return null;
  return tracing.api.trace.getSpan(tracing.contexts.active()) ?? null;
}

/** The `traceparent` of the active span for outgoing calls; undefined without one. */
export function currentTraceparent(): string | undefined {
  const span = currentSpan();
  return span === null ? undefined : written(span.spanContext());
}

export interface SpanOptions {
  readonly role?: Role;
  readonly attributes?: SpanAttributes;
  /**
   * The parent: a received `traceparent`, or null to start a trace here. By default the active span;
   * without one there is no span.
   */
  readonly parent?: string | null;
}

/** A span that the caller ends, and its context. */
export interface OpenSpan {
  readonly span: Span;
  run<Result>(action: () => Result): Result;
}

function open(
  { api, tracer, contexts, kinds }: Tracing,
  name: string,
  options: SpanOptions,
  from: Context,
) {
  const { role = 'internal', attributes } = options;
  const span = tracer.startSpan(name, { kind: kinds[role], attributes: { ...attributes } }, from);
  const within = api.trace.setSpan(from, span);
  return {
    span,
    run: <Result>(action: () => Result): Result => contexts.with(within, action),
  };
}

/**
 * The first span of an external request. It continues the client's trace, but whether it is sampled
 * is decided here, and not by the id: a client would choose one that is always sampled.
 */
export function openRequestSpan(
  name: string,
  traceparent: unknown,
  attributes: SpanAttributes,
): OpenSpan | null {
  if (tracing === null) return null;
  const { api, isSampled } = tracing;
  const remote = readTraceparent(traceparent);
  const options = { role: 'server', attributes } as const;
  if (remote === null) return open(tracing, name, options, api.ROOT_CONTEXT);
  const traceFlags = isSampled() ? remote.traceFlags : 0;
  const from = api.trace.setSpanContext(api.ROOT_CONTEXT, { ...remote, traceFlags });
  return open(tracing, name, options, from);
}

/** Null if there is nothing to trace: no parent, or an unsampled one. */
function contextOf({ api, contexts }: Tracing, parent: string | null | undefined): Context | null {
  if (parent === undefined) {
    const from = contexts.active();
    return api.trace.getSpan(from)?.isRecording() ? from : null;
  }
  const remote = readTraceparent(parent);
  return remote === null ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, remote);
}

/** Ends a span with its outcome. Error messages may contain personal data, so only the class is recorded. */
export function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined && tracing !== null) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: tracing.api.SpanStatusCode.ERROR });
  }
  span.end();
}

/** Runs the action within a new span, or with null, and no promise besides, if there is none. */
export function traced<Value>(
  name: string,
  options: SpanOptions,
  action: (span: Span | null) => Promise<Value>,
): Promise<Value> {
  if (tracing === null) return action(null);
  const from = contextOf(tracing, options.parent);
  return from === null ? action(null) : inSpan(open(tracing, name, options, from), action);
}

async function inSpan<Value>(
  { span, run }: OpenSpan,
  action: (span: Span | null) => Promise<Value>,
): Promise<Value> {
  try {
    const value = await run(() => action(span));
    endSpan(span);
    return value;
  } catch (error) {
    endSpan(span, error);
    throw error;
  }
}

/**
 * A span that the caller ends, or null. Periodic work without a request, such as polling, starts no
 * traces.
 */
export function openSpan(name: string, options: SpanOptions): Span | null {
  if (tracing === null) return null;
  const from = contextOf(tracing, options.parent);
  return from === null ? null : open(tracing, name, options, from).span;
}

/** Runs work that was triggered here but does not belong to the request. */
export function untraced<Result>(action: () => Result): Result {
  if (tracing === null) return action();
  return tracing.contexts.with(tracing.api.ROOT_CONTEXT, action);
}

/** Binds the function to the current context. */
export function inThisTrace<Given extends unknown[], Result>(
  action: (...args: Given) => Result,
): (...args: Given) => Result {
  if (tracing === null) return action;
  const { contexts } = tracing;
  return contexts.bind(contexts.active(), action);
}

/** Trace fields of a log line; null without a trace. */
export function traceFields(): { readonly traceId: string; readonly spanId: string } | null {
  const span = currentSpan();
  if (span === null) return null;
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}
