import { systemIdOf } from '../database/archived-log';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

/** The newest cluster of a stanza. JSON.parse would round its number. */
const clusterIn = (info: string): string | undefined =>
  [...info.matchAll(/"system-id":(\d+)/g)].at(-1)?.[1];

/**
 * Checks that pgBackRest backs up the server of the databases: after a move to another server, or with
 * the wrong cluster of a machine, its backups would succeed and contain something else.
 * @param folder that of the backups of an embedded server.
 * @throws Error if it is another one.
 */
export async function checkStanza(
  pgBackRest: PgBackRest,
  url: string,
  call: PgBackRestCall,
  folder?: string,
): Promise<void> {
  const cluster = clusterIn(await runPgBackRest(pgBackRest, 'info', ['--output=json'], call));
  if (cluster === undefined || cluster === (await systemIdOf(url))) return;
  const { stanza, configFile } = pgBackRest;
  throw new Error(
    folder === undefined
      ? `The stanza ${stanza} of ${configFile} backs up another server than that of the databases. Correct its address and folder there (pg1-host, pg1-port, pg1-path).`
      : `The backups in ${folder} are of other databases than those of this shop. Move that folder away, or set backups.folder to a new one.`,
  );
}
