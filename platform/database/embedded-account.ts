import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { accountReaches, type ChildAccount } from '../process/child';

const accountName = 'postgres';

/** Capabilities that let an account enter any folder, the weaker first: it does not allow writing. */
const capabilities = ['dac_read_search', 'dac_override'] as const;

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, accountName], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the system's `postgres`, which is created
 * where it is missing.
 * @returns undefined unless this is root.
 * @throws Error when root cannot run it as another account.
 */
export function postgresAccount(): ChildAccount | undefined {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  if (idOf('-u') === null) {
    spawnSync('groupadd', ['--system', accountName]);
    spawnSync('useradd', ['--system', '--no-create-home', '-g', accountName, accountName]);
  }
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid !== null && gid !== null) return { uid, gid };
  throw new Error(
    'PostgreSQL does not run as root, and the account `postgres` could not be created: start as' +
      ' another user, or use a PostgreSQL of your own.',
  );
}

/**
 * The account as it can reach all of the paths. Below a folder that only root may enter, such as
 * /root (mode 0700), it is lent the one capability that it needs (decision 0036).
 * @throws Error when the paths cannot be made reachable.
 */
export function reaching(account: ChildAccount, paths: readonly string[]): ChildAccount {
  const hidden = paths.find((path) => !accountReaches(account, path));
  if (hidden === undefined) return account;
  const candidates = capabilities.map((capability) => ({ ...account, capability }));
  const found = candidates.find((candidate) =>
    paths.every((path) => accountReaches(candidate, path)),
  );
  if (found) return found;
  throw new Error(
    `PostgreSQL runs as the account \`postgres\`, which cannot reach ${hidden}: move the project` +
      ' and its data folder to where other users may enter, start as another user, or use a' +
      ' PostgreSQL of your own.',
  );
}
