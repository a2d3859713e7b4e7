import type { Redis } from '../redis/redis';
import type { Logger } from '../telemetry/logger';
import { msPerDay, msPerSecond } from '../values/time';

/**
 * Serial numbers of revoked certificates in Redis, for processes whose files follow late: the
 * kubelet updates a mounted secret after a minute. It adds to the list in their files (decision 0070).
 */

const key = 'revoked-certificates';
/** How long the list is stored after a revocation: no certificate lives longer. */
const retentionSeconds = (90 * msPerDay) / msPerSecond;
/** The polling interval. With the second that Redis may take, a revocation holds within 5 s. */
const pollMs = 2_000;

export interface RevokedList {
  has(serialNumber: string): boolean;
  onChange(listener: () => void): void;
}

export interface FollowedRevokedList extends RevokedList {
  /** Stops following Redis. */
  stop(): void;
}

/**
 * Lets every process that is connected to this Redis refuse the certificate within 5 s.
 * @returns whether the list did not have it.
 */
export async function publishRevoked(redis: Redis, serialNumber: string): Promise<boolean> {
  const added = await redis.sadd(key, serialNumber.toUpperCase());
  await redis.expire(key, retentionSeconds);
  return added > 0;
}

/**
 * Reads the list at once, and then every 2 s. What was read stays revoked in this process, also when
 * Redis is lost or comes back empty.
 */
export async function followRevoked(redis: Redis, logger: Logger): Promise<FollowedRevokedList> {
  const revoked = new Set<string>();
  const listeners: (() => void)[] = [];
  let isReadable = true;
  const read = async (): Promise<void> => {
    try {
      const fresh = (await redis.smembers(key)).filter((serial) => !revoked.has(serial));
      isReadable = true;
      if (fresh.length === 0) return;
      for (const serial of fresh) revoked.add(serial);
      logger.info({ revoked: revoked.size }, 'revoked certificates read');
      for (const listener of listeners) listener();
    } catch (error) {
      // The warning is logged once for each loss.
      if (isReadable)
        logger.warn({ reason: (error as Error).message }, 'revoked certificates not read');
      isReadable = false;
    }
  };
  await read();
  const poll = setInterval(() => void read(), pollMs).unref();
  return {
    has: (serialNumber) => revoked.has(serialNumber),
    onChange: (listener) => void listeners.push(listener),
    stop: () => clearInterval(poll),
  };
}
