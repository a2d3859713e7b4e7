import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { turnStream, waitingCharactersMax } from './turn-stream';

let written: string[] = [];
let stream: ReturnType<typeof turnStream>;
let logger: ReturnType<typeof pino>;

beforeEach(() => {
  written = [];
  stream = turnStream({ write: (lines) => void written.push(lines) });
  logger = pino({ base: undefined, timestamp: false }, stream);
});

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));
const line = (level: number, msg: string) => `${JSON.stringify({ level, msg })}\n`;

test('the lines of a turn are written together when it ends', async () => {
  logger.info('one');
  logger.info('two');
  expect(written).toEqual([]);
  await endOfTurn();
  expect(written).toEqual([line(30, 'one') + line(30, 'two')]);
  await endOfTurn();
  expect(written).toHaveLength(1);
});

test('a warning is written at once, after the lines before it', async () => {
  logger.info('before');
  logger.warn('now');
  expect(written).toEqual([line(30, 'before') + line(40, 'now')]);
  logger.info('after');
  await endOfTurn();
  expect(written[1]).toBe(line(30, 'after'));
});

test('what waits is written when the process exits, and when it is long', () => {
  logger.info('last');
  stream.flush();
  expect(written).toEqual([line(30, 'last')]);
  logger.info('x'.repeat(waitingCharactersMax));
  expect(written).toHaveLength(2);
});
