import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { prettyStream } from './pretty-stream';

export type Logger = PinoLogger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Lines for people instead of JSON. */
  readonly pretty: boolean;
  /** Which process or part is speaking. */
  readonly name: string;
  /** Keys whose values are never written, besides those that any project has. */
  readonly secretKeys?: readonly string[];
  /** Where the lines go; standard output when left out. */
  readonly destination?: DestinationStream;
}

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apiKey',
  'password',
  'passwordHash',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
];

/** How deep below the logged object a secret is looked for: `req.headers.authorization` is two. */
const depths = ['', '*.', '*.*.'];

function redactedPaths(extra: readonly string[]): string[] {
  const keys = [...secretKeys, ...extra].map((key) => (key.includes('-') ? `["${key}"]` : key));
  return depths.flatMap((depth) =>
    keys.map((key) => (key.startsWith('[') ? `${depth.replace(/\.$/, '')}${key}` : depth + key)),
  );
}

/**
 * A structured log: one JSON object a line with `time` in ISO 8601, `level` as a word, `name` and
 * `msg`. Values under keys that name secrets are masked, to a depth of three objects.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level,
    name: options.name,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths(options.secretKeys ?? []), censor: '***' },
  };
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
  return pino(settings, options.pretty ? prettyStream(destination) : destination);
}
