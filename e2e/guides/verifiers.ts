import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandDeadlineMs } from '../harness/deadlines';
import { type Block, isFile, readPage, stepsOf } from './blocks';

interface Language {
  /** Compiles the file, which is appended, in its folder. */
  readonly compile?: readonly string[];
  readonly run: readonly string[];
}

/** The language of a verifier by the ending of its file. */
const languages: Readonly<Record<string, Language>> = {
  '.mjs': { run: [process.execPath, 'verify.mjs'] },
  '.py': { run: ['python3', 'verify.py'] },
  '.java': { compile: ['javac'], run: ['java', 'Verify'] },
  '.php': { run: ['php', 'verify.php'] },
  '.go': { compile: ['go', 'build', '-o', 'verify'], run: ['./verify'] },
};

export interface Verifier extends Language {
  readonly name: string;
  readonly isInstalled: boolean;
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
  const language = languages[path.extname(name)];
  if (language === undefined) throw new Error(`No command runs ${name}.`);
  const [program] = language.compile ?? language.run;
  const probe = spawnSync('sh', ['-c', `command -v ${program}`]);
  return { ...language, name, isInstalled: probe.status === 0, text };
}

/** The programs of the page that verify a delivery. */
export const verifiersOf = (page: string): Verifier[] =>
  stepsOf(readPage(page)).flat().filter(isVerifier).map(verifierOf);

function runIn(folder: string, [program = '', ...given]: readonly string[], input = '', env = {}) {
  const { status, stderr, error } = spawnSync(program, given, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    input,
    timeout: commandDeadlineMs,
  });
  if (error) throw error;
  return { status, errors: stderr.toString() };
}

/** Writes the program into the folder, and compiles it where its language wants that. */
export function prepare({ name, compile, text }: Verifier, folder: string): void {
  writeFileSync(path.join(folder, name), text);
  if (compile === undefined) return;
  const { status, errors } = runIn(folder, [...compile, name]);
  if (status !== 0) throw new Error(`${name} cannot be compiled: ${errors}`);
}

/** @returns the exit code of the prepared program: 0 if it takes the delivery for genuine. */
export function verify(
  { run }: Verifier,
  folder: string,
  { secret, headers, body }: ReceivedDelivery,
): number | null {
  const environment = {
    SECRET: secret,
    WEBHOOK_ID: headers['webhook-id'],
    WEBHOOK_TIMESTAMP: headers['webhook-timestamp'],
    WEBHOOK_SIGNATURE: headers['webhook-signature'],
  };
  return runIn(folder, run, body, environment).status;
}
