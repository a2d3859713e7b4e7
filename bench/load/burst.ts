import type { Call } from '../../testing/load/closed-loop';
import { type Sample, Tally } from '../../testing/load/latencies';

/** Clients that each call once, all at the same moment. */
export async function burst(clients: number, call: Call): Promise<Sample> {
  const tally = new Tally();
  const startedAt = performance.now();
  const client = async (_: unknown, index: number): Promise<void> => {
    const outcome = await call(index);
    tally.add(performance.now() - startedAt, outcome);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tally.sample(performance.now() - startedAt);
}
