/** Of Node, when nothing listens, or what did has gone. */
const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** Class 08 and those of a server that starts, stops, or has no room for another connection. */
const serverCodes = /^(08...|57P0[123]|53300)$/;
/** Of Prisma: not reachable, too slow to connect, timed out, closed, no connection in the pool. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);
/** Of pg and its pool, which give these no code. */
const pgSentences =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed)/;
/** Errors wrap each other a few times at most. */
const causesMax = 5;

function isOne(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return pgSentences.test(error.message);
  if (code === 'ENOENT' && syscall !== 'connect') return false;
  return connectionCodes.has(code) || serverCodes.test(code) || prismaCodes.has(code);
}

/**
 * Whether an error says that the database cannot be reached or has just gone, and not that it
 * refused something. What took place before is not known.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  let each = error;
  for (let depth = 0; depth < causesMax && each instanceof Error; depth += 1) {
    if (isOne(each)) return true;
    each = each.cause;
  }
  return false;
}
