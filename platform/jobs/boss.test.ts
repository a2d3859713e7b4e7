import { expect, test } from 'vitest';
import type { Notifications } from '../database/notifications';
import type { Database } from '../database/pool';
import { createLogger } from '../telemetry/logger';
import { bossOn } from './boss';

test('an outage that every worker meets is one line without a stack, and other faults are all logged', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'info', pretty: false, name: 'test', destination });
  // It is not started, and uses neither.
  const [database, notifications] = [{} as Database, {} as Notifications];
  const { boss } = bossOn({ database, notifications, logger, pace: null });
  const emit = (queue: string, code: string) => {
    // pg-boss emits copies of errors.
    const { message, stack } = new Error('connect to the database');
    boss.emit('error', { code, message, stack, queue } as unknown as Error);
  };
  for (const queue of ['mails', 'webhooks', 'exports']) emit(queue, 'ECONNREFUSED');
  expect(lines.map((line) => JSON.parse(line).err)).toEqual([
    expect.objectContaining({ code: 'ECONNREFUSED', queue: 'mails' }),
  ]);
  expect(lines.join()).not.toContain('boss.test');
  for (const queue of ['mails', 'webhooks']) emit(queue, '23505');
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toContain('boss.test');
});
