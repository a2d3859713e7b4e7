import { expect, it } from 'vitest';
import type { ServiceCall } from '../graphql/service-call';
import { silentLogger as logger } from '../testing/silent-logger';
import { uuidV7 } from '../values/uuid';
import { AuditRelay, type WaitingEntry } from './relay';

/** What a process takes of another one. */
const requestBytesMax = 8 * 1024 * 1024;

/** An entry whose detail has so many parts. */
function entryOf(parts: number): WaitingEntry {
  const names = Array.from({ length: parts }, (_, index) => String(index).padStart(90, 'A'));
  const id = uuidV7();
  const actor = `User:${id}`;
  const detail = JSON.stringify({ names });
  return { id, at: new Date(), actor, action: 'thing.change', subject: `Thing:${id}`, detail };
}

/** An audit log with the size limit of a call between processes. */
function openRelay(entries: readonly WaitingEntry[]) {
  let waiting = [...entries];
  const logged: string[] = [];
  const log = (async (query: string, variables: { entries: { id: string }[] }) => {
    const bytes = Buffer.byteLength(JSON.stringify({ query, variables }));
    if (bytes > requestBytesMax) throw new Error('The request is too long.');
    logged.push(...variables.entries.map(({ id }) => id));
    return {};
  }) as unknown as ServiceCall;
  const outbox = {
    oldest: async (limit: number) => waiting.slice(0, limit),
    remove: async (ids: readonly string[]) => {
      waiting = waiting.filter(({ id }) => !ids.includes(id));
    },
  };
  return { relay: new AuditRelay({ outbox, log, logger }), logged, left: () => waiting.length };
}

it('delivers all entries in order, whatever they add up to', async () => {
  const entries = [...Array.from({ length: 120 }, () => entryOf(1_000)), entryOf(1), entryOf(1)];
  const { relay, logged, left } = openRelay(entries);
  expect(await relay.runOnce()).toBe(entries.length);
  expect(logged).toEqual(entries.map(({ id }) => id));
  expect(left()).toBe(0);
});

it('delivers more than it reads at once', async () => {
  const entries = Array.from({ length: 1_001 }, () => entryOf(1));
  const { relay, left } = openRelay(entries);
  expect(await relay.runOnce()).toBe(entries.length);
  expect(left()).toBe(0);
});
