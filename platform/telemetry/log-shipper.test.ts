import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SignalReceiver } from '../testing/signal-receiver';
import { createLogShipper } from './log-shipper';
import { createLogger } from './logger';

const patience = { timeout: 20_000, interval: 50 };
const silent = { write: () => undefined };
let receiver: SignalReceiver;

beforeEach(async () => {
  receiver = await SignalReceiver.open();
});
afterEach(() => receiver.close());

function shipping(protocol: 'otlp' | 'loki') {
  const shipper = createLogShipper({ endpoint: receiver.url, protocol }, 'one');
  if (shipper === null) throw new Error('nothing is shipped');
  const logger = createLogger({
    level: 'info',
    pretty: true,
    name: 'one',
    destination: silent,
    shipper,
  });
  return { shipper, logger };
}

async function countOf(registry: Registry, result: string): Promise<number> {
  const pattern = new RegExp(`log_lines_shipped_total\\{result="${result}"\\} (\\d+)`);
  return Number(pattern.exec(await registry.metrics())?.[1]);
}

test.each(['otlp', 'loki'] as const)('sends lines by %s, with secrets masked', async (protocol) => {
  const { shipper, logger } = shipping(protocol);
  logger.info({ token: 'hidden', count: 2, traceId: 'a'.repeat(32) }, 'first');
  logger.debug('not at this level');
  logger.child({ part: 'pool' }).warn('second');
  await vi.waitUntil(() => receiver.lines.length === 2, patience);
  expect(receiver.lines).toEqual([
    { service: 'one', level: 'info', message: 'first', traceId: 'a'.repeat(32) },
    { service: 'one', level: 'warn', message: 'second', traceId: null },
  ]);
  expect(receiver.text).not.toContain('hidden');
  await shipper.stop();
});

test('buffered lines are sent at the end', async () => {
  const { shipper, logger } = shipping('otlp');
  logger.info('last words');
  await shipper.stop();
  expect(receiver.lines.map(({ message }) => message)).toEqual(['last words']);
});

test('while the store is down the newest lines wait, and the others are counted as dropped', async () => {
  const registry = new Registry();
  const { shipper, logger } = shipping('loki');
  shipper.measure(registry);
  receiver.refuseWith = 503;
  for (let line = 0; line < 10_100; line += 1) logger.info(`line ${line}`);
  expect(await countOf(registry, 'dropped')).toBe(100);
  receiver.refuseWith = null;
  await shipper.stop();
  expect(receiver.lines).toHaveLength(10_000);
  expect(receiver.lines[0]?.message).toBe('line 100');
  expect(await countOf(registry, 'sent')).toBe(10_000);
});

test('permanently rejected lines are not sent again', async () => {
  const registry = new Registry();
  const { shipper, logger } = shipping('otlp');
  shipper.measure(registry);
  receiver.refuseWith = 400;
  logger.info('unwelcome');
  await shipper.stop();
  expect(await countOf(registry, 'dropped')).toBe(1);
});

test('without an endpoint there is no shipper', () => {
  expect(createLogShipper({ endpoint: null, protocol: 'otlp' }, 'one')).toBeNull();
});
