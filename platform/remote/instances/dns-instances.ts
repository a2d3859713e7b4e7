import { Resolver } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../telemetry/logger';
import type { InstanceSource } from './instance-source';

interface DnsOptions {
  readonly host: string;
  readonly port: number;
  /** Name servers that are asked instead of those of the machine; none for those. */
  readonly nameServers: readonly string[];
  readonly pollMs: number;
  readonly logger: Logger;
}

const queryDeadlineMs = 2_000;
const triesMax = 2;
/** A name without a record of this kind, or none at all. */
const absent = new Set(['ENODATA', 'ENOTFOUND']);

async function recordsOf(query: Promise<string[]>): Promise<string[]> {
  try {
    return await query;
  } catch (error) {
    if (absent.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/**
 * An instance at every address of a host name, which is resolved again and again. Without an
 * answer, the instances stay those of the last one.
 */
export function dnsInstances(options: DnsOptions): InstanceSource {
  const { host, port, nameServers, pollMs, logger } = options;
  const resolve = async (resolver: Resolver): Promise<string[]> => {
    const found = await recordsOf(resolver.resolve4(host));
    return found.length > 0 ? found : recordsOf(resolver.resolve6(host));
  };
  return {
    follow: (onChange) => {
      const resolver = new Resolver({ timeout: queryDeadlineMs, tries: triesMax });
      if (nameServers.length > 0) resolver.setServers(nameServers);
      const stopped = new AbortController();
      let known = '';
      let hasFailed = false;
      const poll = async (): Promise<void> => {
        try {
          const addresses = (await resolve(resolver)).sort();
          if (hasFailed) logger.info({ host }, 'instances resolved again');
          hasFailed = false;
          const found = addresses.join();
          if (stopped.signal.aborted || found === known || found === '') return;
          known = found;
          onChange(addresses.map((address) => ({ host: address, port })));
        } catch (error) {
          if (!hasFailed && !stopped.signal.aborted)
            logger.warn({ err: error, host }, 'instances not resolved');
          hasFailed = true;
        }
      };
      const run = async (): Promise<void> => {
        while (!stopped.signal.aborted) {
          await poll();
          const { signal } = stopped;
          // It rejects when following stops.
          await pause(pollMs, undefined, { ref: false, signal }).catch(() => undefined);
        }
      };
      void run();
      return () => {
        stopped.abort();
        resolver.cancel();
      };
    },
  };
}
