import { directConnectionOf } from '../database/direct-connection';
import { type Notifications, openNotifications } from '../database/notifications';
import type { Database } from '../database/pool';
import type { Logger } from '../telemetry/logger';
import type { Bus } from './bus';

/**
 * PostgreSQL's limit for a payload.
 * @exceeded an error; ours only name an order
 * @test platform/events/bus.test.ts
 */
const messageBytesMax = 7_999;

/**
 * Uses NOTIFY if there is no Redis. A dedicated connection is opened for the first listener. Each
 * publication is a statement outside any transaction: NOTIFY in a writing transaction would
 * serialise all commits of the database.
 */
export function notifyBus(database: Database, logger: Logger): Bus {
  let notifications: Notifications | null = null;
  return {
    async publish(channel, messages) {
      const long = messages.find((message) => Buffer.byteLength(message) > messageBytesMax);
      if (long !== undefined)
        throw new Error(`A message of ${long.length} characters is too long.`);
      await database.query({
        name: 'notify',
        text: 'SELECT pg_notify($1, message) FROM unnest($2::text[]) AS published (message)',
        values: [channel, messages],
      });
    },

    subscribe(channel, listener) {
      notifications ??= openNotifications({
        connection: directConnectionOf(database),
        name: 'bus',
        logger,
      });
      return notifications.on(channel, listener);
    },

    async close() {
      await notifications?.close();
    },
  };
}
