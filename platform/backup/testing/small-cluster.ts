import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveNow } from '../../database/archived-log';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../database/embedded';
import { archivingStanza } from '../../database/embedded-archiving';
import { clusterFolders } from '../../database/embedded-cluster';
import { withClient } from '../../database/own-connection';
import { silentLogger as logger } from '../../testing/silent-logger';
import type { Backup } from '../backup-list';
import type { BackupType } from '../backup-types';
import { makeBackup } from '../make-backup';
import { beginArchiving, connectedTo, openRepository, type Repository } from '../repository';

const deadlineMs = 120_000;
const retentionDays = 30;
const pageBytes = 8_192;
const segmentNameLength = 24;

/** Overwrites four bytes of a file with others. */
export function overwrite(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, 'zzzz', at);
  closeSync(handle);
}

/** Its name has every character that a shell, PostgreSQL or pgBackRest may read as its own. */
const newFolder = (): string => mkdtempSync(join(tmpdir(), `small, 'cluster' "$HOME" \\%p #ä;=-`));

/** An embedded PostgreSQL with one table and a repository of its backups, in a temporary folder. */
export class SmallCluster {
  private server: EmbeddedPostgres | null = null;
  private tableFile = '';

  constructor(readonly folder = newFolder()) {}

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  get repository(): Repository {
    const folder = join(this.folder, 'backups');
    return openRepository({ dataFolder: this.dataFolder, folder, retentionDays, secret: null });
  }

  /** The options of a restore, without its target. */
  get restoring() {
    const { repository, dataFolder } = this;
    return { repository, dataFolder, deadlineMs, logger, purpose: 'restored' as const };
  }

  async start(): Promise<void> {
    this.server = await startEmbeddedPostgres({
      dataFolder: this.dataFolder,
      logger,
      durable: false,
    });
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  get url(): string {
    if (this.server === null) throw new Error('The cluster is stopped.');
    return this.server.tcpUrl('postgres');
  }

  async query(text: string, url = this.url): Promise<Record<string, unknown>[]> {
    return withClient({ connectionString: url }, async (client) => (await client.query(text)).rows);
  }

  /** Creates a table with two rows on each page. */
  async createTable(): Promise<void> {
    await this.query(`CREATE TABLE entries (id int, filler char(3000) STORAGE plain DEFAULT '')`);
    await this.query('INSERT INTO entries SELECT generate_series(1, 20)');
    const [row] = await this.query(`SELECT pg_relation_filepath('entries') AS path`);
    this.tableFile = String(row?.path);
    await this.query('CHECKPOINT');
  }

  /** Overwrites bytes of a page; the cluster must be stopped. */
  damagePage(page: number): void {
    const { data } = clusterFolders(this.dataFolder);
    overwrite(join(data, this.tableFile), page * pageBytes + pageBytes / 2);
  }

  async backUp(type: BackupType = 'full'): Promise<Backup> {
    return makeBackup({
      pgBackRest: connectedTo(this.repository.pgBackRest, this.url),
      url: this.url,
      type,
      onPrepared: () => beginArchiving(this.dataFolder, this.repository.folder),
      deadlineMs,
    });
  }

  /** Adds a row, and archives the segment of the log that contains it. */
  async write(id: number): Promise<void> {
    await this.query(`INSERT INTO entries VALUES (${id})`);
    await archiveNow(this.url);
  }

  /** Ids of the rows that were added by `write`. */
  async written(url = this.url): Promise<unknown[]> {
    const rows = await this.query('SELECT id FROM entries WHERE id >= 100 ORDER BY id', url);
    return rows.map(({ id }) => id);
  }

  async now(): Promise<Date> {
    const [row] = await this.query('SELECT clock_timestamp() AS at');
    return row?.at as Date;
  }

  /** The archived segments of the first timeline, the oldest first. */
  archivedSegments(): { readonly name: string; readonly file: string }[] {
    const folder = join(this.folder, 'backups/archive', archivingStanza, '17-1/0000000100000000');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.zst'))
      .sort()
      .map((name) => ({ name: name.slice(0, segmentNameLength), file: join(folder, name) }));
  }

  /** A stopped copy with its backups, which a test may damage. */
  copy(): SmallCluster {
    const folder = newFolder();
    execFileSync('cp', ['-a', `${this.folder}/.`, folder]);
    const copied = new SmallCluster(folder);
    copied.tableFile = this.tableFile;
    // Writes the configuration of pgBackRest with the paths of the copy.
    copied.repository;
    return copied;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
