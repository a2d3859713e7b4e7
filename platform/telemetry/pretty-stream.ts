import type { DestinationStream } from 'pino';
import { forTerminal } from '../values/terminal-text';

const shownElsewhere = new Set(['level', 'time', 'name', 'msg', 'err']);

interface Line {
  readonly level: string;
  readonly time: string;
  readonly name?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string; readonly stack?: string; readonly code?: unknown };
  readonly [key: string]: unknown;
}

function detail([key, value]: [string, unknown]): string {
  return `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

/** The code and message of an error that has no stack, such as that of an outage. */
const reasonOf = ({ err }: Line): [string, unknown][] =>
  err === undefined || err.stack !== undefined
    ? []
    : [['err', [err.code, err.message].filter(Boolean).join(' ')]];

function readable(line: Line): string {
  const others = Object.entries(line).filter(([key]) => !shownElsewhere.has(key));
  const details = [...others, ...reasonOf(line)];
  const head = `${line.time.slice(11, 23)} ${line.level.padEnd(5)} ${line.name ?? ''}`;
  const text = [head.trimEnd(), line.msg ?? '', ...details.map(detail)].filter(Boolean).join(' ');
  const stack = line.err?.stack;
  const whole = stack === undefined ? text : `${text}\n${stack}`;
  // A value with a line end must not look like another line of the log.
  return `${forTerminal(whole).replaceAll('\n', '\n    ')}\n`;
}

/** Turns the JSON lines of a logger into lines for people: time, level, who, message, details. */
export function prettyStream(destination: DestinationStream): DestinationStream {
  return { write: (text: string) => destination.write(readable(JSON.parse(text) as Line)) };
}
