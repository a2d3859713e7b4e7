import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { accountReaches, type ChildAccount } from '../process/child';

const accountName = 'postgres';
const root = 0;

/** Capabilities that let an account enter any folder, the weaker first: it does not allow writing. */
const capabilities = ['dac_read_search', 'dac_override'] as const;

/** Null where it does not exist. */
function existingAccount(): ChildAccount | null {
  const { stdout } = spawnSync('id', [accountName], { encoding: 'utf8' });
  const [, uid, gid] = /^uid=(\d{1,10})\(postgres\) gid=(\d{1,10})/.exec(stdout ?? '') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the system's `postgres`, which is created
 * where it is missing.
 * @returns undefined unless this is root.
 * @throws Error when root cannot run it as another account.
 */
export function postgresAccount(): ChildAccount | undefined {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  const existing = existingAccount();
  if (existing) return existing;
  spawnSync('groupadd', ['--system', accountName]);
  spawnSync('useradd', ['--system', '--no-create-home', '-g', accountName, accountName]);
  const created = existingAccount();
  if (created) return created;
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
  const lent = capabilities.map((capability) => ({ ...account, capability }));
  const found = [account, ...lent].find((candidate) => accountReaches(candidate, ...paths));
  if (found) return found;
  const hidden = paths.find((path) => !accountReaches(account, path));
  throw new Error(
    `PostgreSQL runs as the account \`postgres\`, which cannot reach ${hidden}: move the project` +
      ' and its data folder to where other users may enter, start as another user, or use a' +
      ' PostgreSQL of your own.',
  );
}

/**
 * Checks that the account which would run a cluster also owns it, as PostgreSQL demands. What root
 * creates beside the cluster of another account would be out of reach of that account.
 * @param data the folder of the cluster, which may not exist yet.
 * @throws Error if it belongs to another account.
 */
export function demandOwnCluster(data: string, account: ChildAccount | undefined): void {
  // A cluster of root is one that was copied, about which PostgreSQL says what is wrong.
  const { uid: owner = root } = statSync(data, { throwIfNoEntry: false }) ?? {};
  const own = account?.uid ?? process.getuid?.() ?? owner;
  if (owner === own || owner === root) return;
  throw new Error(
    `The databases in ${data} belong to another account (its id is ${owner}). Nothing was changed. Call the command as that account, without sudo.`,
  );
}
