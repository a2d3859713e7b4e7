import { isIP } from 'node:net';

/** Names that stand for this machine wherever they are looked up, and its own addresses. */
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
