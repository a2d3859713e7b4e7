// Refuses commits whose subject is longer than 72 characters: longer ones are cut in lists.
// Only commits after the one that added this file are held to it. Of a shallow clone, git takes the
// oldest commit for that one.
import { execFileSync } from 'node:child_process';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const subjectCharactersMax = 72;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const self = relative(root, fileURLToPath(import.meta.url));

function git(...args) {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** The commit that added this file; null where there is no history, or none with this file. */
function base() {
  try {
    return git('log', '-1', '--diff-filter=A', '--format=%H', '--', self) || null;
  } catch {
    return null;
  }
}

const since = base();
if (since === null) {
  console.log('Skipped: there is no git history of this check.');
} else {
  const faults = git('log', '--no-merges', '--format=%h %s', `${since}..HEAD`)
    .split('\n')
    .map((line) => ({ line, length: [...line.slice(line.indexOf(' ') + 1)].length }))
    .filter(({ length }) => length > subjectCharactersMax)
    .map(({ line, length }) => `${line}\n  has ${length} characters, not ${subjectCharactersMax}`);
  if (faults.length > 0) {
    console.error(`${faults.join('\n')}\nShorten it: git commit --amend, or git rebase -i.`);
    process.exitCode = 1;
  }
}
