import { type Sample, Tally } from './latencies';

/** One call of the load. @returns its outcome. */
export type Call = (client: number) => Promise<string>;

/**
 * Clients that each call again as soon as they have a response, to measure the maximum throughput.
 * @param durationMs time after which no new call starts.
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
