import { isIP } from 'node:net';

/** Names that always mean this machine, and its loopback addresses. */
export function isLoopbackName(name: string): boolean {
  const bare = name.toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return bare === '[::1]' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** @param host as in a Host header, with or without a port. */
export function nameOfHost(host: string): string {
  const end = host.lastIndexOf(':');
  return end > host.lastIndexOf(']') ? host.slice(0, end) : host;
}
