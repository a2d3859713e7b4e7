import { expect, test } from 'vitest';
import { createLogger } from './logger';

function capture(pretty: boolean, secretKeys: string[] = []) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'info', pretty, name: 'part', secretKeys, destination });
  return { logger, lines };
}

test('writes one JSON object a line, with time, level and name', () => {
  const { logger, lines } = capture(false);
  logger.info({ count: 2 }, 'counted');
  logger.debug('not at this level');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      name: 'part',
      count: 2,
      msg: 'counted',
    },
  ]);
});

test('masks what names a secret, three objects deep, in JSON and for people', () => {
  const secrets = {
    password: 'hidden',
    own: 'hidden',
    request: { headers: { authorization: 'hidden', 'x-api-key': 'hidden' }, token: 'hidden' },
  };
  for (const pretty of [false, true]) {
    const { logger, lines } = capture(pretty, ['own']);
    logger.info(secrets, 'asked');
    logger.child({ accessToken: 'hidden' }).info('asked again');
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('hidden');
    expect(lines.join()).toContain('***');
  }
});

test('for people it is a line of time, level, name, message and details, and the stack below', () => {
  const { logger, lines } = capture(true);
  logger.error({ part: 'pool', err: new Error('broken') }, 'did not stop');
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} error part did not stop part=pool\n {4}Error: broken\n {8}at /,
  );
});
