import { expect, test } from 'vitest';
import { createMetrics } from './metrics';

test('reports the build and the runtime, in a registry of its own', async () => {
  const text = await createMetrics({ name: 'one', version: '1.2.3' }).metrics();
  expect(text).toContain(`build_info{version="1.2.3",node="${process.version}",process="one"} 1`);
  expect(text).toContain('process_cpu_seconds_total{process="one"}');
  expect(await createMetrics({ name: 'two', version: '1.2.3' }).metrics()).not.toContain('"one"');
});

test('the longest event loop delay appears in the next scrape only', async () => {
  const registry = createMetrics({ name: 'one', version: '1.2.3' });
  const longest = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [, seconds] =
      /delay_seconds{figure="max",process="one"} (\S+)/.exec(await registry.metrics()) ?? [];
    return Number(seconds);
  };
  await longest();
  const endMs = performance.now() + 150;
  while (performance.now() < endMs);
  expect(await longest()).toBeGreaterThan(0.14);
  // A busy machine may delay the loop by as much again.
  await expect.poll(longest).toBeLessThan(0.14);
});
