import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandDeadlineMs } from '../harness/deadlines';
import { type Block, isFile, readPage, stepsOf } from './blocks';

/** How a program of the page is run, by the ending of its file. */
const commands: Readonly<Record<string, readonly string[]>> = {
  '.mjs': [process.execPath],
  '.py': ['python3'],
  '.java': ['java'],
  '.php': ['php'],
  '.go': ['go', 'run'],
};

export interface Verifier {
  readonly name: string;
  readonly isInstalled: boolean;
  readonly command: readonly string[];
  readonly text: string;
}

/** A delivery as a program of the page reads it. */
export interface ReceivedDelivery {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const isVerifier = (block: Block): boolean => isFile(block) && /^verify\./i.test(block.title ?? '');

function verifierOf({ title, text }: Block): Verifier {
  const name = title ?? '';
  const command = commands[path.extname(name)];
  if (command === undefined) throw new Error(`No command runs ${name}.`);
  const probe = spawnSync('sh', ['-c', `command -v ${command[0]}`]);
  return { name, isInstalled: probe.status === 0, command, text };
}

/** The programs of the page that verify a delivery. */
export const verifiersOf = (page: string): Verifier[] =>
  stepsOf(readPage(page)).flat().filter(isVerifier).map(verifierOf);

/** @returns the exit code of the program: 0 if it takes the delivery for genuine. */
export function verify(
  { name, command, text }: Verifier,
  { secret, headers, body }: ReceivedDelivery,
): number | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'verify-'));
  try {
    writeFileSync(path.join(folder, name), text);
    const [program = '', ...given] = command;
    const { status, error } = spawnSync(program, [...given, name], {
      cwd: folder,
      env: {
        ...{ PATH: process.env.PATH, HOME: folder, SECRET: secret },
        WEBHOOK_ID: headers['webhook-id'],
        WEBHOOK_TIMESTAMP: headers['webhook-timestamp'],
        WEBHOOK_SIGNATURE: headers['webhook-signature'],
      },
      input: body,
      timeout: commandDeadlineMs,
    });
    if (error) throw error;
    return status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
