import { expect, test } from 'vitest';
import { lateStart, startFailure } from './start-failure';

// Lines of PostgreSQL 17.
test.each([
  [
    'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
    'free some space',
  ],
  ['FATAL:  could not open file "global/pg_control": Permission denied', 'Give /data back'],
  ['FATAL:  data directory "/data" has wrong ownership', 'Give /data back'],
  ['PANIC:  could not locate a valid checkpoint record at 0/1531B98', 'orderprocessing restore'],
])('%s', (line, remedy) => {
  const { message } = startFailure('/data', ['LOG:  starting PostgreSQL', line]);
  expect(message).toContain(line);
  expect(message.replace(' and its contents', '')).toContain(remedy);
});

test('recovery that takes long is no reason to restore', () => {
  const { message } = lateStart(['LOG:  redo in progress'], 120_000);
  expect(message).toMatch(/not ready within 120 s\. It logged: LOG: {2}redo in progress\. /);
  expect(message).not.toContain('restore');
});
