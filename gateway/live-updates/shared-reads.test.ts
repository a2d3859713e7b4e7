import { setImmediate as otherWork } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Viewer } from '../../platform/requests/viewer';
import type { Watch } from './admission';
import { watchedReadsMax } from './limits';
import type { Reading, ReadScope } from './read-order';
import { SharedReads } from './shared-reads';

const customer: Viewer = {
  kind: 'user',
  userId: 'ada',
  roles: ['CUSTOMER'],
  generation: 0,
  address: '192.0.2.1',
};
const program: Viewer = {
  kind: 'apiKey',
  userId: 'ada',
  keyId: 'one',
  roles: ['PARTNER'],
  quotaPerMinute: null,
  secretId: '',
  scopes: ['ORDERS_READ'],
  address: '192.0.2.1',
};
const watch: Watch = {
  target: { field: 'orderUpdated', orderId: 'one' },
  name: 'orderUpdated',
  query: 'query ($id: ID!) { order(id: $id) { version } }',
  variables: { id: 'one' },
  operationName: undefined,
  cost: 1 as never,
  charge: { fields: 1, signIns: 0, refreshes: 0, cost: 1 },
  text: '',
  persistAs: null,
};
const reading = (version: number): Reading => ({
  found: 'state',
  version,
  updatedAt: '',
  result: { data: { orderUpdated: { version } } },
  status: 200,
  headers: {},
});

interface Started {
  readonly scope: ReadScope;
  readonly answer: ReturnType<typeof Promise.withResolvers<Reading>>;
}

/** Reads that answer when the test says so. */
function readsByHand(deadlineMs = 60_000) {
  const begun: Started[] = [];
  const charged: string[] = [];
  const refuses = { now: false };
  const shared = new SharedReads(
    (_watch, scope) => {
      const answer = Promise.withResolvers<Reading>();
      scope.signal.addEventListener('abort', () => answer.reject(scope.signal.reason));
      begun.push({ scope, answer });
      return answer.promise;
    },
    () => deadlineMs,
    {
      before: async ({ target }) => {
        if (target.field === 'orderUpdated') charged.push(target.orderId);
        if (refuses.now) throw new Error('past the limit');
      },
      after: async () => undefined,
    },
  );
  const ask = (viewer: Viewer = customer, given: Partial<Watch> = {}, isCharged = false) => {
    const leaving = new AbortController();
    const begins = { count: 0 };
    const { signal } = leaving;
    const onBegin = () => {
      begins.count += 1;
    };
    const scope = { viewer, requestId: 'test', address: '192.0.2.1', signal, onBegin, isCharged };
    const answer = shared.for({ ...watch, ...given }, scope);
    answer.catch(() => undefined);
    return { answer, begins, leave: () => leaving.abort(new Error('left')) };
  };
  /** Waits until all that could begin has begun. */
  const settled = async () => {
    for (let round = 0; round < 5; round += 1) await otherWork();
  };
  return { begun, charged, refuses, ask, settled };
}

test('equal requests share one read', async () => {
  const { begun, ask, settled } = readsByHand();
  const asked = [ask(), ask({ ...customer }), ask(customer, { variables: { id: 'one' } })];
  await settled();
  expect(begun).toHaveLength(1);
  expect(asked.map(({ begins }) => begins.count)).toEqual([1, 1, 1]);
  begun[0]?.answer.resolve(reading(2));
  for (const { answer } of asked) expect(await answer).toEqual(reading(2));
});

test('a read is charged once, however many share it', async () => {
  const { begun, charged, ask, settled } = readsByHand();
  ask();
  ask();
  await settled();
  expect([begun.length, charged]).toEqual([1, ['one']]);
});

test('a read with the first of a stream is not charged again', async () => {
  const { begun, charged, ask, settled } = readsByHand();
  ask();
  ask(customer, {}, true);
  await settled();
  expect([begun.length, charged]).toEqual([1, []]);
});

test('a read that cannot be charged does not begin', async () => {
  const { begun, refuses, ask, settled } = readsByHand();
  refuses.now = true;
  const { answer } = ask();
  await settled();
  await expect(answer).rejects.toThrow('past the limit');
  expect(begun).toHaveLength(0);
});

const others: [string, Viewer, Partial<Watch>][] = [
  ['another person', { ...customer, userId: 'bob' }, {}],
  ['another role', { ...customer, roles: ['CUSTOMER', 'SUPPORT'] }, {}],
  ['another address', { ...customer, address: '192.0.2.2' }, {}],
  ['nobody', { kind: 'anonymous', address: '192.0.2.1' }, {}],
  ['a key of the same person', program, {}],
  ['another text', customer, { query: 'query ($id: ID!) { order(id: $id) { version note } }' }],
  ['other variables', customer, { variables: { id: 'two' } }],
  ['another operation', customer, { operationName: 'Watch' }],
  ['another name of the field', customer, { name: 'mine' }],
];

test.each(others)('%s shares nothing', async (_who, viewer, given) => {
  const { begun, ask, settled } = readsByHand();
  const asked = [ask(), ask(viewer, given)];
  await settled();
  expect(begun.map(({ scope }) => scope.viewer)).toEqual([customer, viewer]);
  begun[0]?.answer.resolve(reading(1));
  begun[1]?.answer.resolve(reading(7));
  expect(await Promise.all(asked.map(({ answer }) => answer))).toEqual([reading(1), reading(7)]);
});

test('keys share only with all of their rights the same', async () => {
  const { begun, ask, settled } = readsByHand();
  ask(program);
  ask({ ...program, scopes: ['ORDERS_READ', 'ORDERS_WRITE'] });
  ask({ ...program, keyId: 'two' });
  ask({ ...program });
  await settled();
  expect(begun).toHaveLength(3);
});

test('a read that has begun is not shared with later callers', async () => {
  const { begun, ask, settled } = readsByHand();
  const early = ask();
  await settled();
  const later = [ask(), ask()];
  await settled();
  expect(begun).toHaveLength(2);
  begun[1]?.answer.resolve(reading(2));
  begun[0]?.answer.resolve(reading(1));
  expect(await early.answer).toEqual(reading(1));
  for (const { answer } of later) expect(await answer).toEqual(reading(2));
});

test('a caller that leaves does not end the read of the others', async () => {
  const { begun, ask, settled } = readsByHand();
  const [first, second, third] = [ask(), ask(), ask()];
  first.leave();
  await expect(first.answer).rejects.toThrow('left');
  await settled();
  second.leave();
  await expect(second.answer).rejects.toThrow('left');
  expect(begun[0]?.scope.signal.aborted).toBe(false);
  begun[0]?.answer.resolve(reading(3));
  expect(await third.answer).toEqual(reading(3));
});

test('a read ends with its last caller, and none begins without one', async () => {
  const { begun, ask, settled } = readsByHand();
  const [first, second] = [ask(), ask()];
  await settled();
  first.leave();
  second.leave();
  expect(begun[0]?.scope.signal.aborted).toBe(true);
  ask().leave();
  await settled();
  expect(begun).toHaveLength(1);
  const again = ask();
  await settled();
  begun[1]?.answer.resolve(reading(4));
  expect(await again.answer).toEqual(reading(4));
});

test('an error or timeout of a read reaches all who share it', async () => {
  const { begun, ask, settled } = readsByHand(20);
  const asked = [ask(), ask()];
  await settled();
  begun[0]?.answer.reject(new Error('the database is down'));
  for (const { answer } of asked) await expect(answer).rejects.toThrow('the database is down');
  const late = [ask(), ask()];
  for (const { answer } of late) {
    await expect(answer).rejects.toMatchObject({ extensions: { code: 'TIMEOUT' } });
  }
});

test('a limited number run at a time, and waiting ones are shared', async () => {
  const { begun, ask, settled } = readsByHand();
  const others = Array.from({ length: watchedReadsMax }, (_, count) =>
    ask(customer, { variables: { id: String(count) } }),
  );
  await settled();
  const waiting = [ask()];
  await settled();
  waiting.push(ask());
  await settled();
  expect(begun).toHaveLength(others.length);
  expect(waiting.map(({ begins }) => begins.count)).toEqual([0, 0]);
  begun[0]?.answer.resolve(reading(1));
  await settled();
  expect(begun).toHaveLength(others.length + 1);
  begun.at(-1)?.answer.resolve(reading(2));
  for (const { answer } of waiting) expect(await answer).toEqual(reading(2));
});
