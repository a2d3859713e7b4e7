import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { connectRedis } from '../../platform/redis/redis';
import { publishRevoked } from '../../platform/remote/revoked-list';
import { createLogger } from '../../platform/telemetry/logger';
import { CommandError, UsageError } from '../program/exit-codes';
import { type Revocation, type Revoked, revokeInDeployment } from './make-deployment-files';

export interface RevokeOptions extends Revocation {
  /** The folder of the certificates. */
  readonly folder?: string | undefined;
  readonly inRedis?: true | undefined;
}

/** @returns whether the list did not have it. */
async function publish(serial: string): Promise<boolean> {
  // A pod has the settings of one process; where Redis is, every process knows.
  const { redis } = await loadConfiguration({ own: 'gateway' });
  const { url } = redis;
  if (url === null) throw new CommandError('Set redis.url: the processes read the list there.');
  const logger = createLogger({ level: 'silent', pretty: false, name: 'revoke' });
  const connection = await connectRedis({ ...redis, url, logger });
  try {
    return await publishRevoked(connection, serial);
  } finally {
    connection.disconnect();
  }
}

export async function revoke({ folder, inRedis, ...revocation }: RevokeOptions): Promise<Revoked> {
  const { serial } = revocation;
  if (inRedis && serial === undefined) {
    // A process that is revoked by name would be refused until its new certificate has arrived.
    throw new UsageError('With --in-redis, name the certificate by --serial.');
  }
  if (folder === undefined && !inRedis) {
    throw new UsageError('Name the folder of the certificates by --folder, or use --in-redis.');
  }
  const isPublished = inRedis && serial !== undefined ? await publish(serial) : false;
  if (folder === undefined) return { serial: serial ?? '', isChanged: isPublished };
  const revoked = await revokeInDeployment(path.resolve(folder), revocation);
  return { ...revoked, isChanged: isPublished || revoked.isChanged };
}
