import { expect, test } from 'vitest';
import { createMetrics } from './metrics';

test('tells what is running and how Node is doing, apart from any other registry', async () => {
  const text = await createMetrics({ name: 'one', version: '1.2.3' }).metrics();
  expect(text).toContain(`build_info{version="1.2.3",node="${process.version}",process="one"} 1`);
  expect(text).toContain('process_cpu_seconds_total{process="one"}');
  expect(await createMetrics({ name: 'two', version: '1.2.3' }).metrics()).not.toContain('"one"');
});
