import type { Database } from '../../../platform/database/pool';

/** Executes single statements: a pool or one of its connections. */
export interface Statements {
  readonly pool: Pick<Database, 'query'>;
}

const attemptsMax = 3;

/**
 * Retries a statement that conflicted with a row outside its snapshot, which a concurrent statement
 * has committed by now. The retry can see it.
 * @param attempt resolves with null if it changed nothing and must be retried.
 * @throws Error after three attempts, which needs a new conflicting row each time.
 */
export async function retryUntilVisible<T>(
  name: string,
  attempt: () => Promise<T | null>,
): Promise<T> {
  for (let count = 0; count < attemptsMax; count += 1) {
    const outcome = await attempt();
    if (outcome !== null) return outcome;
  }
  throw new Error(`${name} conflicted with concurrent rows in ${attemptsMax} attempts.`);
}
