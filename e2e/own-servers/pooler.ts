import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { subgraphNames } from '../../config/subgraphs';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import { postgresAccount } from '../../platform/database/embedded-account';
import { queryOnce } from '../../platform/database/own-connection';
import { endChild, startChild } from '../../platform/process/child';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { eventually } from '../harness/shop';

/** Its path; null where Debian's package is not installed. */
export const pgbouncer = findProgram('pgbouncer');

/** Fewer than the connections of the pools before it, so that these have to share. */
export const serverConnectionsMax = 3;

const endSignals = [
  ['SIGINT', 10_000],
  ['SIGKILL', 10_000],
] as const;

/** The URL of a role on the server itself, without the socket. */
export function directUrl(server: EmbeddedPostgres, name: string): string {
  const url = new URL(server.applicationUrl(name));
  url.search = '';
  return url.href;
}

/** PgBouncer with the file that operators get, in front of a server of the test. */
export class Pooler {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly port: number,
    readonly close: () => Promise<void>,
  ) {}

  static async start(
    server: EmbeddedPostgres,
    mode: 'transaction' | 'session' = 'transaction',
  ): Promise<Pooler> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pgbouncer-'));
    const port = await freePort();
    // It refuses to run as root, and reads both files as the account that it runs as.
    const account = postgresAccount();
    const files = filesOf(server, folder, port, mode);
    for (const [file, text] of files) writeFileSync(file, text, { mode: 0o600 });
    if (account) {
      for (const each of [folder, ...files.keys()]) chownSync(each, account.uid, account.gid);
    }
    const printed: string[] = [];
    const child = await startChild({
      command: pgbouncer ?? 'pgbouncer',
      args: [path.join(folder, 'pgbouncer.ini')],
      deathSignal: 'SIGTERM',
      account,
      onLine: (line) => void printed.push(line),
    });
    const close = async () => {
      await endChild(child, endSignals);
      rmSync(folder, { recursive: true, force: true });
    };
    const pooler = new Pooler(server, port, close);
    try {
      await eventually('the pooler answers', () => pooler.answers());
    } catch (error) {
      await close();
      throw new Error(printed.join('\n'), { cause: error });
    }
    return pooler;
  }

  url(name: string): string {
    const url = new URL(directUrl(this.server, name));
    url.port = String(this.port);
    return url.href;
  }

  /** The `application_name` of each client, with the database that it uses. */
  async clients(): Promise<{ readonly database: string; readonly application_name: string }[]> {
    return this.ask('SHOW CLIENTS');
  }

  private async answers(): Promise<boolean> {
    try {
      await this.ask('SHOW VERSION');
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
      throw error;
    }
  }

  /** Asks its own console. */
  private ask<Row extends object>(text: string): Promise<Row[]> {
    const url = new URL(this.url('orders'));
    url.pathname = '/pgbouncer';
    return queryOnce(url.href, text);
  }
}

/** The texts of its files by path: the operators' file with what belongs to this test. */
function filesOf(
  server: EmbeddedPostgres,
  folder: string,
  port: number,
  mode: string,
): Map<string, string> {
  const roles = path.join(folder, 'userlist.txt');
  const example = readFileSync(path.join(repositoryRoot, 'ops/pgbouncer/pgbouncer.ini'), 'utf8');
  const ini = example
    .replaceAll('host=db1 port=5432', `host=127.0.0.1 port=${server.port}`)
    .replace('listen_port = 6432', `listen_port = ${port}\nunix_socket_dir =`)
    .replace('/etc/pgbouncer/userlist.txt', roles)
    .replace('pool_mode = transaction', `pool_mode = ${mode}`)
    .replace('default_pool_size = 20', `default_pool_size = ${serverConnectionsMax}`);
  const lines = subgraphNames.map((name) => {
    const { username, password } = new URL(directUrl(server, name));
    return `"${username}" "${decodeURIComponent(password)}"`;
  });
  const { username: admin } = new URL(directUrl(server, 'orders'));
  return new Map([
    [path.join(folder, 'pgbouncer.ini'), `${ini}stats_users = ${admin}\n`],
    [roles, `${lines.join('\n')}\n`],
  ]);
}
