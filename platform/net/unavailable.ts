/**
 * Node's codes for refused and lost connections, and for a server that has no address or no route: a
 * container that is stopped loses its name and its address.
 */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/**
 * Class 08, and the codes of a server that starts, stops, has no free connection or disk, accepts no
 * writes because it has just become a standby, or ended a session, a statement or its wait for a lock
 * because it took too long.
 */
const serverCodes = /^(08...|57P0[1235]|57014|53[13]00|25006|25P0[34]|55P03)$/;
/** Prisma's codes: unreachable, connect timeout, timeout, closed, pool exhausted. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);
/** Messages of pg and its pool for errors that have no code. */
const pgSentences =
  /^(timeout expired|timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed)/;
/** Depth up to which causes are followed. */
const causesMax = 5;

/** Whether the error itself means that, whatever has caused it. */
export function saysUnavailable(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return pgSentences.test(error.message);
  if (code === 'ENOENT' && syscall !== 'connect') return false;
  return connectionCodes.has(code) || serverCodes.test(code) || prismaCodes.has(code);
}

/** Some libraries emit a copy of an error, which is a plain object with its code and message. */
const isErrorLike = (value: unknown): value is Error =>
  typeof (value as Partial<Error> | null | undefined)?.message === 'string';

/**
 * Whether an error means that the database cannot serve, rather than that it rejected something.
 * Whether the work before it took effect is then unknown.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  let each = error;
  for (let depth = 0; depth < causesMax && isErrorLike(each); depth += 1) {
    if (saysUnavailable(each)) return true;
    each = each.cause;
  }
  return false;
}
