import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReceivedSpan, SignalReceiver } from '../testing/signal-receiver';
import { silentLogger as logger } from '../testing/silent-logger';
import {
  currentTraceparent,
  endSpan,
  inThisTrace,
  isTracing,
  openRequestSpan,
  readTraceparent,
  startTracing,
  traced,
  traceFields,
  untraced,
} from './tracing';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${parentId}-01`;

let receiver: SignalReceiver;
let stop: () => Promise<void> = async () => undefined;

beforeEach(async () => {
  receiver = await SignalReceiver.open();
});
afterEach(async () => {
  await stop();
  await receiver.close();
});

async function start(ratio = 1, endpoint: string | null = receiver.url) {
  stop = await startTracing({ settings: { endpoint, ratio }, name: 'one', version: '1', logger });
}

/** A request from outside, with this work in it. @returns what was written of it. */
async function request(header: unknown, work: () => Promise<unknown>): Promise<ReceivedSpan[]> {
  const opened = openRequestSpan('request', header, {});
  if (opened === null) throw new Error('there is no tracing');
  await opened.run(work);
  endSpan(opened.span);
  await stop();
  return receiver.spans;
}

test('continues the trace of the client, and names each span after its parent', async () => {
  await start();
  const spans = await request(traceparent, () =>
    traced('outer', {}, () => traced('inner', { attributes: { count: 2 } }, async () => 1)),
  );
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(spans.every((span) => span.traceId === traceId && span.service === 'one')).toBe(true);
  expect(named('request')?.parentSpanId).toBe(parentId);
  expect(named('outer')?.parentSpanId).toBe(named('request')?.spanId);
  expect(named('inner')?.parentSpanId).toBe(named('outer')?.spanId);
  expect(named('inner')?.attributes).toEqual({ count: 2 });
});

test.each([
  undefined,
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-${parentId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `ff-${traceId}-${parentId}-01`,
  `00-${traceId}-${parentId}-01-more`,
  `00-${traceId.toUpperCase()}-${parentId}-01`,
  [traceparent],
])('makes a new trace where the client says %s', async (header) => {
  expect(readTraceparent(header)).toBeNull();
  await start();
  const [span] = await request(header, async () => undefined);
  expect(span?.traceId).toMatch(/^[\da-f]{32}$/);
  expect(span?.traceId).not.toBe(traceId);
  expect(span?.parentSpanId ?? '').toBe('');
});

test('reads a later version of the header as far as it is known', () => {
  expect(readTraceparent(`01-${traceId}-${parentId}-03-more`)).toEqual({
    traceId,
    spanId: parentId,
    traceFlags: 1,
    isRemote: true,
  });
});

test('records as many traces as configured, whatever clients ask for', async () => {
  await start(0);
  const spans = await request(traceparent, async () => {
    expect(currentTraceparent()).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-00$`));
    await traced('inner', {}, async (span) => expect(span).toBeNull());
  });
  expect(spans).toEqual([]);
});

test('the id that a client chooses does not decide whether its trace is recorded', async () => {
  await start(0.5);
  const sampled = new Set<boolean>();
  for (let n = 0; n < 200; n += 1) {
    const opened = openRequestSpan('request', `00-${'0'.repeat(31)}1-${parentId}-01`, {});
    sampled.add(opened?.span.isRecording() === true);
    opened?.span.end();
  }
  expect([...sampled].sort()).toEqual([false, true]);
});

test('background work has no span, and work that was handed over continues its trace', async () => {
  await start();
  await traced('look for work', {}, async (span) => expect(span).toBeNull());
  await request(undefined, async () => {
    await untraced(() => traced('detached', {}, async (span) => expect(span).toBeNull()));
    const bound = inThisTrace(() => traceFields()?.traceId);
    expect(untraced(bound)).toBe(traceFields()?.traceId);
    await untraced(() => traced('passed on', { parent: traceparent }, async () => undefined));
  });
  expect(receiver.spansOf(traceId).map(({ name }) => name)).toEqual(['passed on']);
});

test('an error is recorded by its class, never by its message', async () => {
  await start();
  const failing = () =>
    traced('failing', {}, async () => {
      throw new TypeError('ada@example.com is no number');
    });
  const spans = await request(undefined, () => failing().catch(() => undefined));
  const failed = spans.find(({ name }) => name === 'failing');
  expect(failed?.attributes).toEqual({ 'error.type': 'TypeError' });
  expect(failed?.status?.code).toBe(2);
  expect(receiver.text).not.toContain('ada@');
});

test('is off without an endpoint: no span, no context, nothing written', async () => {
  await start(1, null);
  expect(isTracing()).toBe(false);
  expect(openRequestSpan('request', traceparent, {})).toBeNull();
  const value = await traced('work', { parent: traceparent }, async (span) => {
    expect(currentTraceparent()).toBeUndefined();
    return span;
  });
  expect(value).toBeNull();
  expect(traceFields()).toBeNull();
});
