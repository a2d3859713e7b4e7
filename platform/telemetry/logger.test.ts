import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLogger, outputOn, setLogLevels, unwrittenBytesMax } from './logger';

function capture(pretty: boolean) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'info', pretty, name: 'part', destination });
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

test('masks fields named like a secret, three objects deep, in JSON and in pretty lines', () => {
  const secrets = {
    password: 'hidden',
    cardToken: 'hidden',
    card: { token: 'hidden', ownPassword: 'hidden' },
    provider: { settings: { secretKey: 'hidden', webhookSecret: 'hidden' }, apiSecret: 'hidden' },
    request: { headers: { authorization: 'hidden', 'x-api-key': 'hidden' }, token: 'hidden' },
  };
  for (const pretty of [false, true]) {
    const { logger, lines } = capture(pretty);
    logger.info(secrets, 'asked');
    logger.child({ accessToken: 'hidden' }).info('asked again');
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('hidden');
    expect(lines.join()).toContain('***');
  }
});

test('an error is logged without quoted rows and secrets', () => {
  const { logger, lines } = capture(false);
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(hidden) already exists.',
    request: { headers: { authorization: 'hidden' } },
  });
  logger.error({ err: error }, 'failed');
  expect(lines.join()).not.toContain('hidden');
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({ message: 'duplicate key', code: '23505' });
});

test('an error of an outage is one line without the place that waited', () => {
  const lost = new Error('Connection terminated unexpectedly');
  const refused = new Error('connect ECONNREFUSED ::1:5432');
  // Node leaves the message of a connection that was tried at several addresses empty.
  const nowhere = { message: '', code: 'ECONNREFUSED' };
  const { logger, lines } = capture(true);
  for (const [err, shown] of [
    [lost, 'Connection terminated unexpectedly'],
    [new Error('masked', { cause: lost }), 'masked: Connection terminated unexpectedly'],
    [Object.assign(new AggregateError([refused], 'all'), nowhere), `ECONNREFUSED ${refused}`],
  ] as const) {
    logger.error({ err }, 'failed');
    expect(lines.at(-1)).toMatch(new RegExp(` error part failed err=${shown}\\n$`));
  }
});

test('a pretty line has time, level, name, message and details, with the stack below', () => {
  const { logger, lines } = capture(true);
  logger.error({ part: 'pool', err: new Error('broken') }, 'did not stop');
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} error part did not stop part=pool\n {4}Error: broken\n {8}at /,
  );
});

test('a pretty line shows control characters, and no value looks like another line', () => {
  const { logger, lines } = capture(true);
  logger.warn({ agent: '\u001b]0;title\u0007\u009b2J\nfaked' }, 'refused');
  expect(lines[0]).toMatch(/ refused agent=\\x1b\]0;title\\x07\\x9b2J\n {4}faked\n$/);
});

test('modules may have levels of their own, also after the start', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({
    level: 'warn',
    modules: { planner: 'debug' },
    pretty: false,
    name: 'shop',
    destination,
  });
  const planner = logger.child({ part: 'planner' });
  const gateway = logger.child({ module: 'gateway' });
  const say = () => {
    lines.length = 0;
    for (const speaker of [logger, planner, gateway, planner.child({ step: 1 })]) {
      speaker.debug('said');
    }
    return lines.map((line) => JSON.parse(line)).map(({ module, part }) => module ?? part);
  };
  expect(say()).toEqual(['planner', 'planner']);
  setLogLevels(logger, { level: 'info', modules: { gateway: 'debug' } });
  expect(say()).toEqual(['gateway']);
  expect(logger.child({ part: 'planner' }).level).toBe('info');
  setLogLevels(logger, { level: 'info', modules: { shop: 'debug' } });
  expect(say()).toEqual([undefined]);
});

test.skipIf(!existsSync('/dev/full'))(
  'a full disk ends no process, and costs the newest lines',
  () => {
    const full = openSync('/dev/full', 'w');
    const destination = outputOn(full);
    let dropped = 0;
    destination.on('drop', () => {
      dropped += 1;
    });
    const logger = createLogger({ level: 'info', pretty: false, name: 'part', destination });
    const text = 'x'.repeat(unwrittenBytesMax / 4);
    for (let line = 0; line < 6; line += 1) logger.info(text);
    expect(dropped).toBe(3);
    closeSync(full);
  },
);
