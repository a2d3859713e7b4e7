import { once } from 'node:events';
import { saysUnavailable } from '../../platform/net/unavailable';
import { forTerminal } from '../../platform/values/terminal-text';
import { CommandError } from './exit-codes';
import type { JsonOption } from './new-command';
import { clearProgress } from './progress';

/** Prints the result of a command: one JSON document, or text for people. */
export function printResult({ json }: JsonOption, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : forTerminal(text));
}

/** Prints a line, and waits for a slow reader instead of buffering for it. */
export async function printLine(line: string, { json }: JsonOption = {}): Promise<void> {
  clearProgress();
  const shown = json ? line : forTerminal(line);
  if (!process.stdout.write(`${shown}\n`)) await once(process.stdout, 'drain');
}

/** The usual failures of a file that an argument names. */
const fileFaults: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file or folder ${path}.`,
  'ENOENT mkdir': (path) => `The system creates no folder ${path}. Name another one.`,
  ENOTDIR: (path) => `${path} is not in a folder.`,
  EISDIR: (path) => `${path} is a folder, not a file.`,
  EEXIST: (path) => `${path} exists already. Name another file, or delete it.`,
  EACCES: (path) => `This account may not read or write ${path}.`,
  EPERM: (path) => `This account may not read or write ${path}.`,
  EROFS: (path) => `${path} is on a read-only disk.`,
  ENOSPC: (path) => `The disk of ${path} is full.`,
  ENAMETOOLONG: (path) => `The path ${path} is too long. Name another one.`,
};

/** The usual failures that name no file. */
const unnamedFaults: Readonly<Record<string, string>> = {
  'ENOENT uv_cwd':
    'The current folder no longer exists. Go to that of the shop, and call the command again.',
  'EPERM kill':
    'The process belongs to another account. Call the command as that account, or as root.',
  // Node does not name a folder that it reads as a file.
  EISDIR: 'A folder was named where a file is expected. Name a file.',
  ENOSPC: 'The disk is full. Make room on it, and call the command again.',
};

const maskedCodes: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/** A schema masks faults for its clients; the operator of this machine needs the reason. */
function maskedCause(error: Error): unknown {
  const { extensions, originalError } = error as {
    readonly extensions?: { readonly code?: unknown };
    readonly originalError?: unknown;
  };
  return maskedCodes.has(extensions?.code) ? (error.cause ?? originalError) : undefined;
}

/** PostgreSQL's codes of a statement that took too long, and of a lock that it did not get. */
const lateCodes: ReadonlySet<string> = new Set(['57014', '55P03']);
/** Codes of Node, such as ECONNREFUSED, are those of any server, and name its address. */
const nodeCode = /^E[A-Z]/;

/** PostgreSQL's code of a database that does not exist; its detail says so if its files are missing. */
const noDatabase = '3D000';

/** A failure of PostgreSQL about which an operator can do something; null for others. */
function databaseSentence(error: Error, code: string): string | null {
  const { detail } = error as { readonly detail?: string };
  if (code === noDatabase && detail !== undefined) {
    return `Files of the databases are lost: ${error.message}. ${detail} Put the files back, or restore a backup with orderprocessing restore.`;
  }
  if (lateCodes.has(code)) {
    return 'The database did not finish a statement in time: another session may hold a lock, such as a migration, or a psql with an open transaction. End it (pg_stat_activity shows it), and call the command again.';
  }
  if (error instanceof CommandError || nodeCode.test(code) || !saysUnavailable(error)) return null;
  const reason = error.message.trim().split('\n').at(-1);
  return `The database cannot do this now (${reason}). Call the command again when it can.`;
}

/** One sentence about a failure, for the operator. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const masked = maskedCause(error);
  if (masked instanceof Error) return messageOf(masked);
  const fault = error as NodeJS.ErrnoException & {
    readonly port?: number;
    /** The network address of a server; without a port, a socket that is a file. */
    readonly address?: string;
  };
  const { code = '', syscall, port, address } = fault;
  const path = fault.path ?? (port === undefined ? address : undefined);
  const sentenceOf = fileFaults[`${code} ${syscall}`] ?? fileFaults[code];
  const sentence = path === undefined ? undefined : sentenceOf?.(path);
  if (sentence !== undefined) return sentence;
  const unnamed = unnamedFaults[`${code} ${syscall}`] ?? unnamedFaults[code];
  if (unnamed !== undefined) return unnamed;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program. Stop it, or name another port.`;
  }
  // A connection that was tried at several addresses fails with one error for each.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return databaseSentence(error, code) ?? error.message;
}

export const exitCodeOf = (error: unknown): number =>
  error instanceof CommandError ? error.exitCode : 1;

/** A failure as it is printed: as JSON if the command was called with `--json`. */
export const failureText = ({ json }: JsonOption, message: string, exitCode: number): string =>
  json ? JSON.stringify({ error: { message, exitCode } }) : forTerminal(message);

/** Prints a failure on standard error. */
export function reportFailure(options: JsonOption, message: string, exitCode: number): void {
  process.stderr.write(`${failureText(options, message, exitCode)}\n`);
}
