import { once } from 'node:events';
import { CommandError } from './exit-codes';
import type { JsonOption } from './new-command';
import { clearProgress } from './progress';

/** Prints the result of a command: one JSON document, or text for people. */
export function printResult({ json }: JsonOption, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text);
}

/** Prints a line, and waits for a slow reader instead of buffering for it. */
export async function printLine(line: string): Promise<void> {
  clearProgress();
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

export const exitCodeOf = (error: unknown): number =>
  error instanceof CommandError ? error.exitCode : 1;

/** A failure as it is printed: as JSON if the command was called with `--json`. */
export const failureText = ({ json }: JsonOption, message: string, exitCode: number): string =>
  json ? JSON.stringify({ error: { message, exitCode } }) : message;

/** Prints a failure on standard error. */
export function reportFailure(options: JsonOption, message: string, exitCode: number): void {
  process.stderr.write(`${failureText(options, message, exitCode)}\n`);
}
