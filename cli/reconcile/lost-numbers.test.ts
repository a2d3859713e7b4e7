import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { EventStream } from '../../platform/events/stream';
import { openForFile } from '../../platform/testing/open-for-file';
import { createTestRedis, redisAvailable } from '../../platform/testing/redis';
import { uuidV7 } from '../../platform/values/uuid';
import { cloudEvent } from '../../subgraphs/orders/domain/event';
import { lostNumbers } from './lost-numbers';

const hourMs = 3_600_000;

describe.skipIf(!redisAvailable)('the numbers of lost orders', () => {
  const server = openForFile(createTestRedis);

  test('are read from the whole event stream', async () => {
    const configuration = parseConfiguration({
      environment: 'test',
      redis: { url: server.url },
    });
    const limits = { ageMsMax: hourMs, lengthMax: 1_000_000 };
    const stream = new EventStream(server.redis, {
      key: configuration.events.streamKey,
      ...limits,
    });
    const ids = Array.from({ length: 2_500 }, () => uuidV7());
    const numberOf = (id: string) => `of ${id}`;
    const event = (orderId: string) =>
      cloudEvent({
        orderId,
        version: 1,
        customerId: uuidV7(),
        number: numberOf(orderId),
        type: 'order.placed',
        status: 'PENDING',
        at: new Date(),
      });
    await stream.append(ids.map((id) => JSON.stringify(event(id))));
    const lost = [ids.at(0) ?? '', ids.at(1_000) ?? '', ids.at(-1) ?? ''];
    const numbers = await lostNumbers(configuration, new Set([...lost, uuidV7()]));
    expect(Object.fromEntries(numbers)).toEqual(
      Object.fromEntries(lost.map((id) => [id, numberOf(id)])),
    );
  });
});
