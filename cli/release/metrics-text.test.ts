import { Counter, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { readMetrics, sumOf } from './metrics-text';

test('reads what prom-client writes', async () => {
  const registry = new Registry();
  const counter = new Counter({
    name: 'calls_total',
    help: 'Calls.',
    labelNames: ['what', 'code'],
    registers: [registry],
  });
  counter.inc({ what: 'a "quoted", {braced} one', code: 'OK' }, 3);
  counter.inc({ what: 'other', code: 'BAD' }, 4);
  const metrics = readMetrics(await registry.metrics());
  expect(sumOf(metrics, 'calls_total')).toBe(7);
  expect(sumOf(metrics, 'calls_total', ({ code }) => code === 'BAD')).toBe(4);
  expect(sumOf(metrics, 'calls')).toBe(0);
});

test('reads the examples of the specification', () => {
  const text = [
    'http_requests_total{method="post",code="200"} 1027 1395066363000',
    'metric_without_timestamp_and_labels 12.47',
    'something_weird{problem="division by zero"} +Inf -3982045',
  ].join('\n');
  const metrics = readMetrics(text.replace(' -3982045', ''));
  expect(sumOf(metrics, 'http_requests_total')).toBe(1027);
  expect(sumOf(metrics, 'metric_without_timestamp_and_labels')).toBe(12.47);
});

test('a line that is none is not passed over', () => {
  expect(() => readMetrics('<html>')).toThrow('no line of metrics');
});
