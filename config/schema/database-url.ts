import { z } from 'zod';

const scheme = /^postgres(ql)?:\/\//;

/** Whether a URL has one host: libpq accepts several, the driver does not. */
const hasOneHost = (url: string): boolean =>
  !scheme.test(url) || URL.parse(url)?.hostname.includes(',') === false;

/** The URL of a database. */
export const requiredDatabaseUrl = z
  .string()
  .regex(scheme, 'expected postgresql://user:password@host:port/name')
  .refine(
    hasOneHost,
    'expected one host and port; HAProxy follows a primary among several (ops/patroni/README.md)',
  );

export const databaseUrl = requiredDatabaseUrl.nullable().default(null);
