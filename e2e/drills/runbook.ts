import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';

const commandDeadlineMs = 300_000;

/** The lines of the first block below a heading, e.g. of `bash`. @throws Error if there is none. */
export function runbookBlock(name: string, heading: string, language: string): string[] {
  const text = readFileSync(path.join(repositoryRoot, 'docs/runbooks', `${name}.md`), 'utf8');
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const block = section.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`${name}.md has no ${language} under "${heading}".`);
  return block.split('\n');
}

export interface RunbookShell {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a command as an operator would type it. @throws Error with its output if it fails. */
export function runCommand(line: string, shell: RunbookShell): Promise<string> {
  const programs = path.join(repositoryRoot, 'node_modules/.bin');
  const env = {
    ...childEnvironment(),
    PATH: `${programs}:${process.env.PATH}`,
    HOME: shell.folder,
    ...shell.environment,
  };
  const options = { cwd: shell.folder, env, timeout: commandDeadlineMs };
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', line], options, (error, output, errors) => {
      if (error === null) resolve(output);
      else reject(new Error(`${line}\n${output}${errors}`));
    });
  });
}
