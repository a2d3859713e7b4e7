import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { isDatabaseUnavailable } from '../net/unavailable';
import { loggedText } from './logged-text';
import { prettyStream } from './pretty-stream';
import type { LogLevel, LogSettings } from './settings';
import { traceFields } from './tracing';
import { turnStream } from './turn-stream';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Levels of single modules; the others have `level`. */
  readonly modules?: LogSettings['modules'];
  /** Human-readable lines instead of JSON. */
  readonly pretty: boolean;
  /** The process or component that logs. */
  readonly name: string;
  /** Which one it is among several of that name. */
  readonly instance?: string | null | undefined;
  /** Destination. Default: standard output. */
  readonly destination?: DestinationStream;
  /** A second destination, always in JSON. */
  readonly shipper?: DestinationStream;
}

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-device-token',
  'x-viewer',
  'apiKey',
  'email',
  'key',
  'password',
  'passwordHash',
  'privateKey',
  'secret',
  'secretId',
  'secretKey',
  'token',
  'accessToken',
  'refreshToken',
  'deviceToken',
];

const secretNames: ReadonlySet<string> = new Set(secretKeys);

/** `accessToken`, `webhookSecret`, `newPassword`. */
const namesSecret = (key: string): boolean =>
  key.endsWith('Token') || key.endsWith('Secret') || key.endsWith('Password');

const censor = '***';

/** Depth of the search for secrets: `req.headers.authorization` has depth two. */
const depthMax = 2;

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** Returns the object itself if it contains no secret, which is the usual case. */
function masked(object: Plain, depth: number): Plain {
  let copy: Record<string, unknown> | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const shown =
      secretNames.has(key) || namesSecret(key)
        ? censor
        : depth > 0 && isPlain(value)
          ? masked(value, depth - 1)
          : value;
    if (shown === value) continue;
    copy ??= { ...object };
    copy[key] = shown;
  }
  return copy ?? object;
}

const noFields = {};

/** The time of a line. Formatting it takes as long as the rest of the line, and many have the same. */
function timestampField(): () => string {
  let formattedMs = Number.NaN;
  let field = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs === formattedMs) return field;
    formattedMs = nowMs;
    field = `,"time":"${new Date(nowMs).toISOString()}"`;
    return field;
  };
}

/** Properties in which PostgreSQL quotes row values, which may be personal data. */
const quoting = new Set(['detail', 'where', 'internalQuery', 'parameters']);

/** Where the code waited for a server that is down says nothing, and would be said for each request. */
const outageOmits = new Set([...quoting, 'stack', 'aggregateErrors']);

const isOutage = (error: Error): boolean =>
  isDatabaseUnavailable(error) ||
  (error as { extensions?: { code?: unknown } } | null)?.extensions?.code === 'SERVICE_UNAVAILABLE';

/** A connection that was tried at several addresses fails with one error for each, and no message. */
const messagesOf = (error: Error): object =>
  error instanceof AggregateError && error.message === ''
    ? { message: error.errors.join(', ') }
    : {};

function shownError(error: Error): object {
  const omitted = isOutage(error) ? outageOmits : quoting;
  const entries = Object.entries({ ...pino.stdSerializers.err(error), ...messagesOf(error) })
    .filter(([key]) => !omitted.has(key))
    .map(([key, value]) => [key, typeof value === 'string' ? loggedText(value) : value]);
  return masked(Object.fromEntries(entries), depthMax);
}

/** Child loggers; pino gives each its own level. */
const descendants = new WeakMap<Logger, Set<WeakRef<Logger>>>();

/** Bindings that name the module of a child logger; the first one present is used. */
const moduleKeys = ['module', 'subgraph', 'part', 'database'] as const;

function levelOf(logger: Logger, { level, modules }: LogSettings): LogLevel {
  const bindings = logger.bindings() as Record<string, unknown>;
  const module = moduleKeys.map((key) => bindings[key]).find((name) => typeof name === 'string');
  const name = module ?? bindings.name;
  return (typeof name === 'string' ? modules[name] : undefined) ?? level;
}

/**
 * Sets the levels of a logger and its children: each gets the level of its module or, without one,
 * of the process.
 */
export function setLogLevels(logger: Logger, settings: LogSettings): void {
  logger.level = levelOf(logger, settings);
  const family = descendants.get(logger);
  if (family === undefined) return;
  levels.set(family, settings);
  for (const reference of family) {
    const child = reference.deref();
    if (child === undefined) family.delete(reference);
    else child.level = levelOf(child, settings);
  }
}

/** Settings of each root logger, for children created later. */
const levels = new WeakMap<Set<WeakRef<Logger>>, LogSettings>();

/** Standard output is one for all loggers of the process. */
let standardOutput: DestinationStream | null = null;

/**
 * Bytes that wait while a file on a full disk takes no lines.
 * @exceeded the newest lines are dropped
 * @test platform/telemetry/logger.test.ts
 */
export const unwrittenBytesMax = 8_388_608;

/** Lines that could not be written are tried again with the next one: they must end no process. */
export function outputOn(fd: number) {
  const output = pino.destination({ dest: fd, sync: true, maxLength: unwrittenBytesMax });
  // Nowhere is left to say so.
  output.on('error', () => undefined);
  return output;
}

function openStandardOutput(): DestinationStream {
  const stream = turnStream(outputOn(1));
  process.on('exit', stream.flush);
  return stream;
}

function destinationOf({ destination, pretty, shipper }: LoggerOptions): DestinationStream {
  if (destination === undefined) standardOutput ??= openStandardOutput();
  const own = destination ?? (standardOutput as DestinationStream);
  const shown = pretty ? prettyStream(own) : own;
  if (shipper === undefined) return shown;
  return {
    write: (line) => {
      shown.write(line);
      shipper.write(line);
    },
  };
}

/**
 * A structured log: one JSON object per line with `time` in ISO 8601, `level` as a word, `name`,
 * `msg` and trace ids. Values of secret keys are masked down to a depth of three objects.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, modules = {}, instance } = options;
  const family = new Set<WeakRef<Logger>>();
  const settings = {
    onChild: (child: Logger) => {
      family.add(new WeakRef(child));
      child.level = levelOf(child, levels.get(family) ?? { level, modules });
    },
    level,
    name: options.name,
    base: instance ? { instance } : undefined,
    mixin: () => traceFields() ?? noFields,
    // pino would copy each object.
    mixinMergeStrategy: (object: object, trace: object) =>
      trace === noFields ? object : { ...trace, ...object },
    serializers: { err: shownError },
    timestamp: timestampField(),
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (object: Record<string, unknown>) => masked(object, depthMax) as typeof object,
    },
    // pino's own redaction covers the first level, including bindings; wildcard paths for deeper levels
    // would be too expensive.
    redact: { paths: secretKeys.map((key) => `["${key}"]`), censor },
  };
  const logger = pino(settings, destinationOf(options));
  descendants.set(logger, family);
  levels.set(family, { level, modules });
  logger.level = modules[options.name] ?? level;
  return logger;
}
