import type { Database } from '../../../platform/database/pool';

/** Where single statements are sent: a pool, or one connection of it. */
export interface Statements {
  readonly pool: Pick<Database, 'query'>;
}

const attemptsMax = 3;

/**
 * Runs a statement again that met a row which its snapshot could not see: another statement wrote
 * it at the same moment, and has committed by now. It is seen the second time.
 * @param attempt resolves with null when it has to be run again, having changed nothing.
 * @throws Error after three attempts, which a row can only cause by appearing again and again.
 */
export async function untilSeen<T>(name: string, attempt: () => Promise<T | null>): Promise<T> {
  for (let count = 0; count < attemptsMax; count += 1) {
    const outcome = await attempt();
    if (outcome !== null) return outcome;
  }
  throw new Error(`${name} met an invisible row ${attemptsMax} times.`);
}
