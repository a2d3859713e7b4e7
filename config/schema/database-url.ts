import { z } from 'zod';

const scheme = /^postgres(ql)?:\/\//;

/** Host and port, or several of them, behind user and password. */
const hostsOf = (url: string): string => /^[^/]*\/\/(?:.*@)?([^/?#]*)/.exec(url)?.[1] ?? '';

/** Whether a URL has one host: libpq accepts several, the driver does not. */
const hasOneHost = (url: string): boolean => !scheme.test(url) || !hostsOf(url).includes(',');

/** Whether a URL of a server can be read: a password often has characters that end a part of it. */
export function isReadableUrl(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  try {
    decodeURIComponent(parsed.username + parsed.password);
    return true;
  } catch {
    return false;
  }
}

export const unreadableUrl =
  'cannot be read: write / ? # and % in a user or password as %2F %3F %23 and %25';

/** The URL of a database. */
export const requiredDatabaseUrl = z
  .string()
  .regex(scheme, 'expected postgresql://user:password@host:port/name')
  .refine(
    hasOneHost,
    'expected one host and port; HAProxy follows a primary among several (ops/patroni/README.md)',
  )
  .refine((url) => !scheme.test(url) || !hasOneHost(url) || isReadableUrl(url), unreadableUrl);

export const databaseUrl = requiredDatabaseUrl.nullable().default(null);
