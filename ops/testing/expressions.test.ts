import { expect, test } from 'vitest';
import { selectorsOf } from './expressions';

const metricsOf = (expression: string) => selectorsOf(expression).map(({ metric }) => metric);

test('finds the metrics of an expression, but not functions, labels or durations', () => {
  expect(
    metricsOf('histogram_quantile(0.9, sum by (le, x) (rate(a_bucket{y="b c"}[5m])))'),
  ).toEqual(['a_bucket']);
  expect(
    metricsOf('time() - max(a) > 26 * 3600 or on (x) slo:b:rate5m and c offset 1h > 1.5e9'),
  ).toEqual(['a', 'slo:b:rate5m', 'c']);
});

test('takes no text of a function for a metric', () => {
  expect(metricsOf('max(label_replace(a, "seen", "by the gateway", "", "") or b{c="d"})')).toEqual([
    'a',
    'b',
  ]);
});

test('finds the label matchers of a metric', () => {
  expect(selectorsOf('rate(a{state=~"x|y",le="0.25"}[1m])')).toEqual([
    {
      metric: 'a',
      matchers: [
        { label: 'state', op: '=~', value: 'x|y' },
        { label: 'le', op: '=', value: '0.25' },
      ],
    },
  ]);
});
