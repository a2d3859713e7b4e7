import type { Configuration } from '../../config/schema';
import { isLoopbackName, nameOfHost } from '../../platform/net/loopback';

type Settings = Pick<Configuration, 'environment' | 'server'>;

/**
 * Protects a development gateway with known passwords from DNS rebinding: a web page may let its
 * own name resolve to 127.0.0.1, so only the gateway's own names are served.
 * @returns whether a Host header is accepted.
 */
export function servedHosts({ environment, server }: Settings): (host: string) => boolean {
  if (environment !== 'development' || !isLoopbackName(server.host)) return () => true;
  const { publicUrl, allowedHosts } = server;
  const own = publicUrl === null ? [] : [new URL(publicUrl).hostname];
  const names = new Set([...own, ...allowedHosts].map((name) => name.toLowerCase()));
  return (host) => {
    const name = nameOfHost(host);
    return isLoopbackName(name) || names.has(name.toLowerCase());
  };
}
