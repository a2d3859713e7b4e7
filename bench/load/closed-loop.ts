import { type Sample, Tally } from './latencies';

/** One call of the load. @returns what became of it. */
export type Call = (client: number) => Promise<string>;

/**
 * So many clients, each of which calls again as soon as it is answered: shows how much is possible.
 * @param durationMs after which nobody calls again.
 */
export async function closedLoop(clients: number, durationMs: number, call: Call): Promise<Sample> {
  const tally = new Tally();
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const client = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() < endsAt) {
      const calledAt = performance.now();
      const outcome = await call(index);
      tally.add(performance.now() - calledAt, outcome);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tally.sample(performance.now() - startedAt);
}
