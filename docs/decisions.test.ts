import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decisionFaults, readDecisions } from '../tools/generate/pages/decisions';

const good = (number: string) => ({
  name: `${number}-one.md`,
  text: `# ${number}: One\n\n2026-11-26\n\n## Context\n\n## Decision\n\n## Measured\n\n## Refused\n\n## Consequences\n`,
});

test('every decision has its number, a date and the four headings, and no number is missing', () => {
  const decisions = readDecisions(join(__dirname, 'decisions'));
  expect(decisions.length).toBeGreaterThan(40);
  expect(decisionFaults(decisions)).toEqual([]);
});

test('the lint accepts consecutive records', () => {
  expect(decisionFaults([good('0001'), good('0002')])).toEqual([]);
});

test('the lint accepts the gaps of unused numbers, and refuses a record there', () => {
  const numbered = (last: number) =>
    Array.from({ length: last }, (_, place) => String(place + 1).padStart(4, '0'));
  const used = numbered(42).filter((number) => number !== '0024' && number !== '0040');
  expect(decisionFaults(used.map(good))).toEqual([]);
  expect(decisionFaults(numbered(24).map(good))).not.toEqual([]);
});

test.each([
  ['a gap', [good('0001'), good('0003')]],
  ['a record without a date', [{ ...good('0001'), text: good('0001').text.replace(/2026.*/, '') }]],
  [
    'a record without a heading',
    [{ ...good('0001'), text: good('0001').text.replace('## Refused', '') }],
  ],
  [
    'a heading in another place',
    [
      {
        ...good('0001'),
        text: good('0001').text.replace('## Context', '## X').replace('## Measured', '## Context'),
      },
    ],
  ],
  ['another number in the title', [{ ...good('0001'), text: good('0002').text }]],
])('the lint refuses %s', (_what, files) => {
  expect(decisionFaults(files)).not.toEqual([]);
});
