import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type ChildAccount, canLendReach } from '../process/child';

const accountName = 'postgres';
const othersMayWalk = 0o001;

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, accountName], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestorsOf(parent)];
}

function reachableByOthers(path: string): boolean {
  return ancestorsOf(dirname(resolve(path))).every(
    (folder) => (statSync(folder).mode & othersMayWalk) !== 0,
  );
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the system's `postgres`, which is created
 * where it is missing. That account may not walk to a home such as /root (mode 0700): then it gets
 * root's right to, and no other.
 * @param paths what it has to reach: its programs and its data folder.
 * @returns undefined for anyone but root, who runs it as himself.
 * @throws Error when root has no way of running it.
 */
export function postgresAccount(paths: readonly string[]): ChildAccount | undefined {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  if (idOf('-u') === null) {
    spawnSync('groupadd', ['--system', accountName]);
    spawnSync('useradd', ['--system', '--no-create-home', '-g', accountName, accountName]);
  }
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === null || gid === null) {
    throw new Error(
      'PostgreSQL does not run as root, and the account `postgres` could not be created: start as' +
        ' another user, or use a PostgreSQL of your own.',
    );
  }
  const hidden = paths.find((path) => !reachableByOthers(path));
  if (hidden !== undefined && !canLendReach()) {
    throw new Error(
      `PostgreSQL runs as the account \`postgres\`, which may not walk to ${hidden}: start as` +
        ' another user, choose another data folder, or use a PostgreSQL of your own.',
    );
  }
  return { uid, gid, reachesEverything: hidden !== undefined };
}
