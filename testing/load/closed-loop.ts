import { type Sample, Tally } from './latencies';
import { isOverAfter, type LoadEnd } from './load-end';

/** One call of the load. @returns its outcome. */
export type Call = (client: number) => Promise<string>;

/** Clients that call again as soon as they have a response, to measure the maximum throughput. */
export async function closedLoop(clients: number, end: LoadEnd, call: Call): Promise<Sample> {
  const tally = new Tally();
  const startedAt = performance.now();
  const isOver = isOverAfter(end);
  const client = async (_: unknown, index: number): Promise<void> => {
    while (!isOver()) {
      const calledAt = performance.now();
      const outcome = await call(index);
      tally.add(performance.now() - calledAt, outcome);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tally.sample(performance.now() - startedAt);
}
