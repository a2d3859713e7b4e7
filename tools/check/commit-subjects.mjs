// Rejects commits whose subject is longer than 72 characters, because lists cut longer ones off.
// Only commits after the one that added this file are checked, even if the file was moved since.
// In a shallow clone git treats the oldest commit as that one.
import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';

const subjectCharactersMax = 72;

const root = join(import.meta.dirname, '../..');
const self = relative(root, import.meta.filename);

function git(...args) {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** The commit that added this file; null without a git history that contains it. */
function base() {
  try {
    return git('log', '-1', '--follow', '--diff-filter=A', '--format=%H', '--', self) || null;
  } catch {
    return null;
  }
}

const since = base();
if (since === null) {
  console.log('Skipped: the git history does not contain this check.');
} else {
  const faults = git('log', '--no-merges', '--format=%h %s', `${since}..HEAD`)
    .split('\n')
    .map((line) => ({ line, length: [...line.slice(line.indexOf(' ') + 1)].length }))
    .filter(({ length }) => length > subjectCharactersMax)
    .map(
      ({ line, length }) => `${line}\n  has ${length} characters (max. ${subjectCharactersMax})`,
    );
  if (faults.length > 0) {
    console.error(`${faults.join('\n')}\nShorten them with git commit --amend or git rebase -i.`);
    process.exitCode = 1;
  }
}
