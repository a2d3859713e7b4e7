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
  expect(svg).toContain('points="60,360 670,60"');
  expect(svg).toContain('points="60,210 670,210"');
  expect(svg).toContain('Forecast &amp; demand');
  expect(svg).toContain('&lt;forecast&gt;');
  expect(svg).not.toMatch(/NaN|undefined/);
});
