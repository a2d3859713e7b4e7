import type { ServerResponse } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { EventParser } from './event-parser';
import { type createClient, memorySession, WatchOrder } from './index';
import {
  clientOf,
  complete,
  eventOf,
  messageOf,
  patience,
  refusal,
  type Script,
  sessionAnswer,
  sessionOf,
  stream,
} from './testing/scripted-api';

const ending = (...pieces: string[]) => stream(pieces.join(''));
const cutting = (...pieces: string[]) =>
  stream(pieces.join(''), (response) => void setTimeout(() => response.destroy(), 20));
const open = (text: string) => stream(text, () => undefined);

async function versionsOf(client: ReturnType<typeof createClient>, signal?: AbortSignal) {
  const versions: number[] = [];
  for await (const order of client.watch(WatchOrder, { id: '1' }, { ...(signal && { signal }) })) {
    versions.push(order.version);
  }
  return versions;
}

describe('a live update', () => {
  test('yields each message until the API completes it', async () => {
    const { client, received } = await clientOf(() =>
      ending(':\n\n', eventOf(1), eventOf(2), complete),
    );
    expect(await versionsOf(client)).toEqual([1, 2]);
    expect(received[0]?.headers.accept).toMatch(/^text\/event-stream/);
  });

  test('waits for the session of a store that keeps the refresh token alone', async () => {
    const { client, received } = await clientOf(
      ({ operationName }) =>
        operationName === 'RefreshSession'
          ? sessionAnswer('refreshSession', 2)
          : ending(eventOf(1), complete),
      { session: memorySession({ ...sessionOf(1), accessToken: '' }) },
    );
    expect(await versionsOf(client)).toEqual([1]);
    const sent = received.map(({ operationName, headers }) => [
      operationName,
      headers.authorization,
    ]);
    expect(sent).toEqual([
      ['RefreshSession', undefined],
      ['WatchOrder', 'Bearer a2'],
    ]);
  });

  test('is connected again after a cut, and leaves out the state that it has', async () => {
    const replies = [
      cutting(eventOf(1)),
      'cut' as const,
      cutting(eventOf(1), eventOf(2)),
      ending(eventOf(3), complete),
    ];
    const { client, received } = await clientOf((_, number) => replies[number - 1] ?? 'cut');
    expect(await versionsOf(client)).toEqual([1, 2, 3]);
    expect(received).toHaveLength(4);
  });

  test('says when it is connected and when it is not', async () => {
    const replies = [cutting(eventOf(1)), ending(eventOf(2), complete)];
    const { client } = await clientOf((_, number) => replies[number - 1] ?? 'cut');
    const states: boolean[] = [];
    const onConnection = (isConnected: boolean) => void states.push(isConnected);
    const watched = client.watch(WatchOrder, { id: '1' }, { onConnection });
    for await (const { version } of watched) expect(states.at(-1), `version ${version}`).toBe(true);
    expect(states).toEqual([true, false, true, false]);
  });

  test('is connected again when the API stops, after the pause that it asks for', async () => {
    const replies = [ending(eventOf(1), 'retry: 300\n\n'), ending(eventOf(2), complete)];
    const { client, received } = await clientOf((_, number) => replies[number - 1] ?? 'cut');
    expect(await versionsOf(client)).toEqual([1, 2]);
    const [first = { atMs: 0 }, second = { atMs: 0 }] = received;
    expect(second.atMs - first.atMs).toBeGreaterThan(290);
  });

  test('is connected again after silence, and not while heartbeats arrive', async () => {
    const beating = stream(eventOf(1), (response) => {
      const beats = setInterval(() => response.write(':\n\n'), 50);
      setTimeout(() => {
        clearInterval(beats);
        response.write(eventOf(2));
      }, 500);
    });
    const { client, received } = await clientOf(
      (_, number) => (number === 1 ? beating : ending(eventOf(3), complete)),
      {
        live: { silenceMs: 250 },
      },
    );
    expect(await versionsOf(client)).toEqual([1, 2, 3]);
    expect(received).toHaveLength(2);
  });

  test('refreshes its session and continues', async () => {
    const script: Script = ({ operationName, headers }) => {
      if (operationName === 'RefreshSession') return sessionAnswer('refreshSession', 2);
      return headers.authorization === 'Bearer a2'
        ? ending(eventOf(1), complete)
        : refusal(401, 'UNAUTHENTICATED');
    };
    const session = memorySession(sessionOf(1));
    expect(await versionsOf((await clientOf(script, { session })).client)).toEqual([1]);
  });

  test('ends with the error that the API sends', async () => {
    const message = {
      data: { orderUpdated: null },
      errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND' } }],
    };
    const { client } = await clientOf(() => ending(messageOf(message), complete));
    await expect(versionsOf(client)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      operation: 'WatchOrder',
    });
  });

  test('is not repeated where the API refuses it', async () => {
    const { client, received } = await clientOf(() => refusal(200, 'FORBIDDEN'));
    await expect(versionsOf(client)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(received).toHaveLength(1);
  });

  test('is given up when it had no connection for too long', async () => {
    const { client, received } = await clientOf(() => 'cut', {
      live: { offlineMs: 200 },
      retries: { baseMs: 20 },
    });
    await expect(versionsOf(client)).rejects.toMatchObject({ name: 'NetworkError' });
    expect(received.length).toBeGreaterThan(2);
  });

  test('ends with the reason of its signal, and closes its connection', async () => {
    let closed = false;
    const { client, received } = await clientOf(() => (response) => {
      response.on('close', () => {
        closed = true;
      });
      (open(eventOf(1)) as (response: ServerResponse) => void)(response);
    });
    const leaving = new AbortController();
    const watching = versionsOf(client, leaving.signal);
    await vi.waitFor(() => expect(received).toHaveLength(1), patience);
    leaving.abort(new Error('left'));
    await expect(watching).rejects.toThrow('left');
    await vi.waitFor(() => expect(closed).toBe(true), patience);
  });

  test('closes its connection when the loop is left', async () => {
    let closed = false;
    const { client } = await clientOf(() => (response) => {
      response.on('close', () => {
        closed = true;
      });
      (open(eventOf(1)) as (response: ServerResponse) => void)(response);
    });
    for await (const order of client.watch(WatchOrder, { id: '1' })) {
      expect(order.version).toBe(1);
      break;
    }
    await vi.waitFor(() => expect(closed).toBe(true), patience);
  });
});

describe('server-sent events', () => {
  test('are read however they are cut into pieces', () => {
    const text =
      ': beat\r\n\r\nevent: next\r\ndata: one\r\ndata:two\r\n\r\nretry: 5\nevent: complete\ndata:\n\n';
    for (let size = 1; size <= text.length; size += 1) {
      const parser = new EventParser();
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(pieces.flatMap((piece) => parser.push(piece))).toEqual([
        { event: 'next', data: 'one\ntwo' },
        { event: 'complete', data: '' },
      ]);
      expect(parser.retryMs).toBe(5);
    }
  });
});
