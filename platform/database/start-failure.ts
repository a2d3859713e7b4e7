import { msPerSecond } from '../values/time';

type Remedy = (folder: string) => string;

/** What to do about the lines of PostgreSQL that need another remedy than a restore. */
const remedies: readonly (readonly [RegExp, Remedy])[] = [
  [/Address already in use/, () => 'Stop the program that uses the port.'],
  [/No space left on device/, () => 'Its disk is full: free some space on it, and start again.'],
  [
    /Permission denied|wrong ownership|invalid permissions/,
    (folder) => `Give ${folder} and its contents back to the account that runs PostgreSQL.`,
  ],
];

const restore: Remedy = (folder) =>
  `If files of ${folder} are missing or damaged, put them back, or restore a backup with orderprocessing restore (docs/runbooks/restore.md).`;

function quoted(lines: readonly string[]): string {
  if (lines.length === 0) return 'It logged nothing.';
  const log = lines.join(' ');
  return `It logged: ${log}${log.endsWith('.') ? '' : '.'}`;
}

/**
 * The error of a server that ended before it accepted connections.
 * @param folder the folder of its cluster.
 * @param lines the last lines of its log.
 */
export function startFailure(folder: string, lines: readonly string[]): Error {
  const log = quoted(lines);
  const [, remedy] = remedies.find(([pattern]) => pattern.test(log)) ?? [null, restore];
  return new Error(`The embedded PostgreSQL does not start. ${log} ${remedy(folder)}`);
}

/** The error of a server that is not ready in time. Nothing is known to be lost, so it asks for no restore. */
export const lateStart = (lines: readonly string[], deadlineMs: number): Error =>
  new Error(
    `The embedded PostgreSQL was not ready within ${deadlineMs / msPerSecond} s. ${quoted(lines)} It may still have been replaying its log: start again.`,
  );
