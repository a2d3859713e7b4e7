import { expect, test } from 'vitest';
import { queryAtScrape } from './at-scrape';
import { createLogger } from './logger';

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const logger = createLogger({ level: 'info', pretty: false, name: 'test', destination });

test('reads once for all scrapes within a while', async () => {
  let asked = 0;
  const ask = queryAtScrape(
    async () => {
      asked += 1;
      return asked;
    },
    'answers',
    logger,
  );
  expect(asked).toBe(0);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(asked).toBe(1);
});

test('a failed or late reading is left out, and logged', async () => {
  const failing = queryAtScrape(() => Promise.reject(new Error('away')), 'failing', logger);
  const silent = queryAtScrape(() => new Promise(() => undefined), 'silent', logger);
  expect(await Promise.all([failing(), silent()])).toEqual([null, null]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', what: 'failing', reason: 'away' }),
    expect.objectContaining({ level: 'warn', what: 'silent' }),
  ]);
});
