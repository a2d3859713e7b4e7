import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { ByteBudget } from '../../platform/values/byte-budget';
import { framings } from './framing';
import { OrderStream } from './order-stream';
import type { StreamOptions } from './stream';

test('a stream whose first read ends while the gateway stops asks its client to reconnect', () => {
  const ends: string[] = [];
  const sent: string[] = [];
  const send = (text: string) => sent.push(text) > 0;
  const response = Object.assign(new EventEmitter(), {
    writeHead: vi.fn(),
    write: send,
    end: send,
    destroy: vi.fn(),
  });
  const options = {
    response,
    framing: framings.events,
    unread: new ByteBudget(1_000),
    onSent: vi.fn(),
    onEnd: (reason: string) => ends.push(reason),
  } as unknown as StreamOptions;
  const stream = new OrderStream(options, 'order');
  stream.drain();
  expect(ends).toEqual([]);
  const result = { data: { orderUpdated: { version: 1 } } };
  stream.open({}, { found: 'state', version: 1, updatedAt: '', result, status: 200, headers: {} });
  expect(ends).toEqual(['drained']);
  expect(sent).toEqual([expect.stringContaining('"version":1'), expect.stringMatching(/^retry: /)]);
});
