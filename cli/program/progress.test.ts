import { expect, test } from 'vitest';
import { progressOf } from './progress';

const bars = { 20: 0, 40: 10, 80: 30 };

test.each(Object.entries(bars))('a line fits into %s columns', (columns, length) => {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text);
  const output = { isTTY: true, columns: Number(columns), write };
  progressOf('Reading', 2, output).advance(1, '271,954 lines');
  const [line = ''] = lines.map((text) => text.replace('\r\x1b[2K', ''));
  expect(line).toMatch(/^Reading /);
  expect(line.length).toBeLessThan(output.columns);
  expect(line.match(/[█░]/g) ?? []).toHaveLength(length);
});
