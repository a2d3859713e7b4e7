import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { loggedText } from './logged-text';
import { prettyStream } from './pretty-stream';
import type { LogSettings } from './settings';
import { traceFields } from './tracing';

export type Logger = PinoLogger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Levels of single modules; the others have `level`. */
  readonly modules?: LogSettings['modules'];
  /** Lines for people instead of JSON. */
  readonly pretty: boolean;
  /** Which process or part is speaking. */
  readonly name: string;
  /** Keys whose values are never written, besides those that any project has. */
  readonly secretKeys?: readonly string[];
  /** Where the lines go; standard output when left out. */
  readonly destination?: DestinationStream;
  /** Gets every line too, as JSON. */
  readonly shipper?: DestinationStream;
}

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-viewer',
  'apiKey',
  'apiSecret',
  'callbackSecret',
  'currentPassword',
  'email',
  'key',
  'keySecret',
  'newPassword',
  'password',
  'passwordHash',
  'paymentToken',
  'privateKey',
  'secret',
  'secretKey',
  'apiSecret',
  'callbackSecret',
  'clientSecret',
  'keySecret',
  'viewerSecret',
  'webhookSecret',
  'secretId',
  'secretKey',
  'signingSecret',
  'token',
  'accessToken',
  'refreshToken',
  'viewerSecret',
  'webhookSecret',
];

const censor = '***';

/** How deep below the logged object a secret is looked for: `req.headers.authorization` is two. */
const depthMax = 2;

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** The object itself where nothing below it is secret, as is mostly the case. */
function masked(object: Plain, secret: ReadonlySet<string>, depth: number): Plain {
  let copy: Record<string, unknown> | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const shown = secret.has(key)
      ? censor
      : depth > 0 && isPlain(value)
        ? masked(value, secret, depth - 1)
        : value;
    if (shown === value) continue;
    copy ??= { ...object };
    copy[key] = shown;
  }
  return copy ?? object;
}

/** What PostgreSQL says of the row that an error is about: the values of people. */
const quoting = new Set(['detail', 'where', 'internalQuery', 'parameters']);

function shownError(error: Error, secret: ReadonlySet<string>): object {
  const entries = Object.entries(pino.stdSerializers.err(error))
    .filter(([key]) => !quoting.has(key))
    .map(([key, value]) => [key, typeof value === 'string' ? loggedText(value) : value]);
  return masked(Object.fromEntries(entries), secret, depthMax);
}

/** Loggers that were made of another one: pino gives each a level of its own. */
const descendants = new WeakMap<Logger, Set<WeakRef<Logger>>>();

/** What names the module of a logger that was made of another one, the first that is there. */
const moduleKeys = ['module', 'subgraph', 'part', 'database'] as const;

function levelOf(logger: Logger, { level, modules }: LogSettings): LogLevel {
  const bindings = logger.bindings() as Record<string, unknown>;
  const module = moduleKeys.map((key) => bindings[key]).find((name) => typeof name === 'string');
  const name = module ?? bindings.name;
  return (typeof name === 'string' ? modules[name] : undefined) ?? level;
}

/**
 * A logger and all that were made of it write from these levels on: each from that of its module,
 * which is what it was made for, or else the name of the process.
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

/** The settings of each family of loggers, for those that are made later. */
const levels = new WeakMap<Set<WeakRef<Logger>>, LogSettings>();

function destinationOf({ destination, pretty, shipper }: LoggerOptions): DestinationStream {
  const own = destination ?? pino.destination({ dest: 1, sync: true });
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
 * A structured log: one JSON object a line with `time` in ISO 8601, `level` as a word, `name`,
 * `msg`, and the trace that it belongs to. Values under keys that name secrets are masked, to a
 * depth of three objects.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, modules = {} } = options;
  const family = new Set<WeakRef<Logger>>();
  const secret = new Set([...secretKeys, ...(options.secretKeys ?? [])]);
  const settings = {
    onChild: (child: Logger) => {
      family.add(new WeakRef(child));
      child.level = levelOf(child, levels.get(family) ?? { level, modules });
    },
    level,
    name: options.name,
    base: undefined,
    mixin: traceFields,
    serializers: { err: (error: Error) => shownError(error, secret) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (object: Record<string, unknown>) => masked(object, secret, depthMax) as typeof object,
    },
    // At the first level, which is also what a logger is made with; this looks at each path, and
    // below it paths with wildcards would cost as much as a request may.
    redact: { paths: [...secret].map((key) => `["${key}"]`), censor },
  };
  const logger = pino(settings, destinationOf(options));
  descendants.set(logger, family);
  levels.set(family, { level, modules });
  logger.level = modules[options.name] ?? level;
  return logger;
}
