import type {
  Context,
  ContextManager,
  Span,
  SpanContext,
  SpanKind,
  Tracer,
} from '@opentelemetry/api';
import type { Logger } from './logger';
import type { TracingSettings } from './settings';

export type { Span };
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who asks (`client`), who answers (`server`), or work that nobody else sees (`internal`). */
export type Role = 'internal' | 'server' | 'client';

const loadApi = () => import('@opentelemetry/api');
type Api = Awaited<ReturnType<typeof loadApi>>;

/** Everything that tracing needs, or null: then a span costs the look at this. */
let tracing: Tracing | null = null;

interface Tracing {
  readonly api: Api;
  readonly tracer: Tracer;
  readonly contexts: ContextManager;
  readonly isSampled: (traceId: string) => boolean;
  readonly kinds: Readonly<Record<Role, SpanKind>>;
}

export const isTracing = (): boolean => tracing !== null;

/** Spans that wait to be sent; what comes on top is dropped. */
const queuedSpansMax = 4_096;
const batchSpansMax = 512;
const batchPauseMs = 2_000;
const exportDeadlineMs = 5_000;
/** The log says at most this often that traces cannot be sent. */
const complaintPauseMs = 60_000;
const complaintCharactersMax = 500;
const attributesMax = 32;
const attributeCharactersMax = 256;

export interface TracingOptions {
  readonly settings: TracingSettings;
  /** Which process this is. */
  readonly name: string;
  readonly version: string;
  readonly logger: Logger;
}

/**
 * Has the process write traces, if it is told where to. The packages are loaded only then.
 * @returns what sends the last ones and ends it.
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
  });
  const bySome = new sdk.TraceIdRatioBasedSampler(ratio);
  const provider = new sdk.TracerProvider({
    sampler: new sdk.ParentBasedSampler({ root: bySome }),
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
    isSampled: (traceId) =>
      bySome.shouldSample(api.ROOT_CONTEXT, traceId).decision ===
      sdk.SamplingDecision.RECORD_AND_SAMPLED,
    kinds: {
      internal: api.SpanKind.INTERNAL,
      server: api.SpanKind.SERVER,
      client: api.SpanKind.CLIENT,
    },
  };
  complainTo(api, options.logger);
  options.logger.info({ endpoint, ratio }, 'traces are written');
  return async () => {
    tracing = null;
    await provider.shutdown().catch((error: unknown) => {
      options.logger.warn({ err: error }, 'the last traces could not be sent');
    });
  };
}

/** What the packages complain of: a collector that is away, spans that were dropped for it. */
function complainTo({ diag, DiagLogLevel }: Api, logger: Logger): void {
  let complainedAtMs = Number.NEGATIVE_INFINITY;
  const complain = (reason: string) => {
    if (performance.now() - complainedAtMs < complaintPauseMs) return;
    complainedAtMs = performance.now();
    logger.warn({ reason: reason.slice(0, complaintCharactersMax) }, 'traces cannot be sent');
  };
  const silent = () => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

const traceparentPattern = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const sampledFlag = 1;

/** What a `traceparent` says; null where it is none (W3C Trace Context). */
export function readTraceparent(header: unknown): SpanContext | null {
  if (typeof header !== 'string') return null;
  const [, traceId = '', spanId = '', flags = '', rest] = traceparentPattern.exec(header) ?? [];
  if (!/[^0]/.test(traceId) || !/[^0]/.test(spanId)) return null;
  // Later versions may say more; the first one says exactly this.
  if (rest !== undefined && header.startsWith('00')) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & sampledFlag, isRemote: true };
}

const written = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The span that is open here; null when there is none, or no tracing. */
export function currentSpan(): Span | null {
  if (tracing === null) return null;
  return tracing.api.trace.getSpan(tracing.contexts.active()) ?? null;
}

/** As the next process has to be told of the span that is open here; undefined without one. */
export function currentTraceparent(): string | undefined {
  const span = currentSpan();
  return span === null ? undefined : written(span.spanContext());
}

export interface SpanOptions {
  readonly role?: Role;
  readonly attributes?: SpanAttributes;
  /**
   * Where the trace goes on from: a `traceparent` that was handed over, or null for one that begins
   * here. Left out, it is the span that is open here, and there is no span without one.
   */
  readonly parent?: string | null;
}

/** A span that somebody else ends, and the context in which work belongs to it. */
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
 * The first span of a request from outside. Its trace goes on where the client says; whether it is
 * written is for us to say, or clients could have us write all of theirs.
 */
export function openRequestSpan(
  name: string,
  traceparent: unknown,
  attributes: SpanAttributes,
): OpenSpan | null {
  if (tracing === null) return null;
  const { api, isSampled } = tracing;
  const told = readTraceparent(traceparent);
  const options = { role: 'server', attributes } as const;
  if (told === null) return open(tracing, name, options, api.ROOT_CONTEXT);
  const traceFlags = isSampled(told.traceId) ? told.traceFlags : 0;
  const from = api.trace.setSpanContext(api.ROOT_CONTEXT, { ...told, traceFlags });
  return open(tracing, name, options, from);
}

/** Null where there is nothing to be traced: nobody's request, or one that is not written. */
function contextOf({ api, contexts }: Tracing, parent: string | null | undefined): Context | null {
  if (parent === undefined) {
    const from = contexts.active();
    return api.trace.getSpan(from)?.isRecording() ? from : null;
  }
  const told = readTraceparent(parent);
  return told === null ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, told);
}

/** Ends a span as what it was about has ended. Messages of errors may quote people: the class does. */
export function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined && tracing !== null) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: tracing.api.SpanStatusCode.ERROR });
  }
  span.end();
}

/** Runs the action within a span of its own; the span is null where there is none. */
export async function traced<Value>(
  name: string,
  options: SpanOptions,
  action: (span: Span | null) => Promise<Value>,
): Promise<Value> {
  if (tracing === null) return action(null);
  const from = contextOf(tracing, options.parent);
  if (from === null) return action(null);
  const { span, run } = open(tracing, name, options, from);
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
 * A span that somebody else ends; null where there is none. What nobody asked for, such as the
 * look for work every few seconds, makes no traces.
 */
export function openSpan(name: string, options: SpanOptions): Span | null {
  if (tracing === null) return null;
  const from = contextOf(tracing, options.parent);
  return from === null ? null : open(tracing, name, options, from).span;
}

/** Runs what was set off here, but belongs to nobody's request. */
export function untraced<Result>(action: () => Result): Result {
  if (tracing === null) return action();
  return tracing.contexts.with(tracing.api.ROOT_CONTEXT, action);
}

/** The function as it would run here, wherever it is called from. */
export function inThisTrace<Given extends unknown[], Result>(
  action: (...given: Given) => Result,
): (...given: Given) => Result {
  if (tracing === null) return action;
  const { contexts } = tracing;
  return contexts.bind(contexts.active(), action);
}

/** What a log line says of the trace that it belongs to; empty without one. */
export function traceFields(): { readonly traceId?: string; readonly spanId?: string } {
  const span = currentSpan();
  if (span === null) return {};
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}
