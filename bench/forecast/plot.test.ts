import { expect, test } from 'vitest';
import { svgOf } from './plot';

test('draws each line from the axis up to its largest value', () => {
  const svg = svgOf({
    title: 'Forecast & demand',
    unit: 'units',
    places: ['1 June', '15 June'],
    lines: [
      { name: 'demand', values: [0, 100] },
      { name: '<forecast>', values: [50, 50] },
    ],
  });
  expect(svg).toContain('points="66,360 520,60"');
  expect(svg).toContain('points="66,210 520,210"');
  expect(svg).toContain('Forecast &amp; demand');
  expect(svg).toContain('&lt;forecast&gt;');
  expect(svg).not.toMatch(/NaN|undefined/);
});

test('ticks are round, and places that would overlap are left out', () => {
  const values = [30_500, 111_555, 12, 0, 0, 0, 0];
  const places = values.map((_, index) => `2011-06-${10 + index}`);
  const svg = svgOf({
    title: 'Demand',
    unit: 'units',
    places,
    lines: [{ name: 'demand', values }],
  });
  expect([...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, tick]) => tick)).toEqual([
    '0',
    '30,000',
    '60,000',
    '90,000',
    '120,000',
  ]);
  expect([...svg.matchAll(/middle">([^<]*)</g)].map(([, place]) => place)).toEqual([
    '2011-06-10',
    '2011-06-12',
    '2011-06-14',
    '2011-06-16',
  ]);
});
