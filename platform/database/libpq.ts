import { msPerSecond } from '../values/time';
import { connectTimeoutMs } from './own-connection';

/** URL parameters about TLS, as libpq reads them. */
interface LibpqTls {
  readonly sslmode?: string;
  readonly sslrootcert?: string;
}

/** Modes with which the driver verifies a certificate as with verify-full, and libpq does not. */
const verifying: readonly (string | null)[] = ['prefer', 'require', 'verify-ca', 'verify-full'];

/**
 * What libpq needs to do the same as the driver: without a file of a CA the driver trusts the
 * well-known ones, and libpq only a file in the home folder. `no-verify` is a word of the driver.
 */
function libpqTls(parameters: URLSearchParams): LibpqTls {
  const [mode, file] = [parameters.get('sslmode'), parameters.get('sslrootcert')];
  const given = { ...(mode && { sslmode: mode }), ...(file && { sslrootcert: file }) };
  if (parameters.get('uselibpqcompat') === 'true') return given;
  if (mode === 'no-verify') return { sslmode: 'require' };
  const isVerified = verifying.includes(mode) || (mode === null && file !== null);
  return isVerified ? { sslmode: 'verify-full', sslrootcert: file ?? 'system' } : given;
}

/** The same URL for programs of PostgreSQL and for the server itself. */
export function libpqUrl(url: string): string {
  const converted = new URL(url);
  const { searchParams } = converted;
  const tls = Object.entries(libpqTls(searchParams));
  for (const name of ['sslmode', 'sslrootcert', 'uselibpqcompat']) searchParams.delete(name);
  for (const [name, value] of tls) searchParams.set(name, value);
  // libpq takes a plus sign for itself, and not for a space.
  converted.search = converted.search.replaceAll('+', '%20');
  return converted.href;
}

/** The variables of the parameters that may be in a URL. */
const variableOf = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
} as const;

/**
 * The variables of libpq for a URL: a password in the arguments would be visible to every account
 * of the machine.
 */
export function libpqVariables(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(libpqUrl(url));
  const variables: Record<string, string> = {
    PGHOST: decodeURIComponent(hostname.replace(/^\[|\]$/g, '')),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    // A program would wait without end for a server that accepts, and answers nothing.
    PGCONNECT_TIMEOUT: `${connectTimeoutMs / msPerSecond}`,
  };
  for (const [parameter, variable] of Object.entries(variableOf)) {
    const value = searchParams.get(parameter);
    if (value !== null) variables[variable] = value;
  }
  return variables;
}
