import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { bySubgraph } from '../../../config/subgraphs';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../platform/database/embedded';
import { withDatabase } from '../../../platform/database/ensure-database';
import { queryOnce } from '../../../platform/database/own-connection';
import { endChild, type ReadChild, startChild } from '../../../platform/process/child';
import { waitUntil } from '../../../platform/process/process-table';
import { repositoryRoot } from '../../../platform/process/repository-root';
import type { Logger } from '../../../platform/telemetry/logger';
import { freePort } from '../../../platform/testing/free-port';
import { type RunbookShell, runbookBlock, runCommand } from '../runbook';
import { createDatabases, type DatabaseServers } from '../shop-on-databases';

type RegionName = 'first' | 'second';

export interface Region {
  readonly name: RegionName;
  readonly postgres: EmbeddedPostgres;
  /** The folder with its `config.yaml`. */
  readonly folder: string;
}

const runbook = 'second-region';
const host = '127.0.0.1';
const answerDeadlineMs = 30_000;
const stopDeadlineMs = 10_000;
/** Small, so that the drill can exceed it. */
export const retainedLogMegabytes = 64;

/** What the runbook demands of both servers; a restart makes them hold. */
const serverSettings = {
  wal_level: 'logical',
  max_slot_wal_keep_size: `${retainedLogMegabytes}MB`,
  max_logical_replication_workers: '12',
  max_worker_processes: '16',
};

const urlOf = (server: string, user: string, database: string): string => {
  const url = new URL(withDatabase(server, database));
  [url.username, url.password] = [user, user];
  return url.href;
};

async function startRegion(name: RegionName, parent: string, logger: Logger): Promise<Region> {
  const folder = path.join(parent, name);
  mkdirSync(folder);
  const dataFolder = path.join(folder, 'data');
  const first = await startEmbeddedPostgres({ dataFolder, logger });
  const { port } = first;
  const url = first.tcpUrl('postgres');
  for (const [setting, value] of Object.entries(serverSettings)) {
    await queryOnce(url, `ALTER SYSTEM SET ${setting} = '${value}'`);
  }
  await createDatabases(url);
  for (const line of runbookBlock(runbook, 'What each region needs', 'sql')) {
    await queryOnce(url, line);
  }
  await first.stop();
  const postgres = await startEmbeddedPostgres({ dataFolder, logger, port });
  const database = bySubgraph((subgraph) => ({
    url: urlOf(url, subgraph, subgraph),
    ownerUrl: urlOf(url, `${subgraph}_owner`, subgraph),
  }));
  writeFileSync(path.join(folder, 'config.yaml'), stringify({ database }));
  return { name, postgres, folder };
}

/** Two PostgreSQL servers, and HAProxy that passes connections to the one that accepts writes. */
export class TwoRegions implements DatabaseServers {
  private constructor(
    readonly first: Region,
    readonly second: Region,
    private readonly haproxy: ReadChild,
    private readonly port: number,
    private readonly socket: string,
  ) {}

  static async start(folder: string, logger: Logger): Promise<TwoRegions> {
    const first = await startRegion('first', folder, logger);
    const second = await startRegion('second', folder, logger);
    const port = await freePort();
    const socket = path.join(folder, 'haproxy.sock');
    const haproxy = await startChild({
      command: 'haproxy',
      args: ['-db', '-f', path.join(repositoryRoot, 'ops/haproxy/regions.cfg')],
      deathSignal: 'SIGTERM',
      environment: {
        DATABASE_SOCKET: socket,
        DATABASE_ADDRESS: `${host}:${port}`,
        DATABASE_FIRST: `${host}:${first.postgres.port}`,
        DATABASE_SECOND: `${host}:${second.postgres.port}`,
      },
    });
    const regions = new TwoRegions(first, second, haproxy, port, socket);
    const answers = () =>
      queryOnce(regions.url, 'SELECT 1').then(
        () => true,
        () => false,
      );
    if (await waitUntil(answers, answerDeadlineMs)) return regions;
    await regions.stop();
    throw new Error('HAProxy does not reach the first region.');
  }

  get url(): string {
    const url = new URL(this.first.postgres.tcpUrl('postgres'));
    url.port = String(this.port);
    return url.href;
  }

  urlAs(user: string, password: string, database: string): string {
    return `postgresql://${user}:${password}@${host}:${this.port}/${database}`;
  }

  /** Runs the commands of a section of the runbook in a region. @returns what they printed. */
  async runSection(heading: string, region: Region): Promise<string> {
    const shell: RunbookShell = {
      folder: region.folder,
      environment: {
        FIRST_REGION: this.first.folder,
        SECOND_REGION: this.second.folder,
        HAPROXY_SOCKET: this.socket,
      },
    };
    const printed: string[] = [];
    for (const line of runbookBlock(runbook, heading, 'bash')) {
      printed.push(`$ ${line}\n`, await runCommand(line, shell));
    }
    return printed.join('');
  }

  async stop(): Promise<void> {
    await endChild(this.haproxy, [['SIGTERM', stopDeadlineMs]]);
    await this.second.postgres.stop();
    await this.first.postgres.stop();
  }
}
