import type { Configuration } from '../../config/schema';
import { isLoopbackName, nameOfHost } from '../../platform/net/loopback';

type Settings = Pick<Configuration, 'environment' | 'server'>;

/**
 * In development there are known passwords on this machine, and a web page may have its own name
 * resolve to 127.0.0.1: only names that are meant for this gateway are served.
 * @returns whether a Host header is served.
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
