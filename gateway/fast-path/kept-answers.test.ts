import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getNamedType } from 'graphql';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { keptAnswerBytesMax, keptAnswersBytesMax, keptAnswersMax } from '../limits';
import { catalogueMutations } from '../operation/field-rules';
import { type AnswerQuestion, KeptAnswers } from './kept-answers';

const schema = buildSchema('type Query { a: Int }');
const { signal } = new AbortController();
const viewer = { kind: 'anonymous', address: '10.0.0.1' } as const;
const question: AnswerQuestion = { key: 'a', schema, freshness: 'catalogue', viewer, signal };

let registry: Registry;
const settings = { catalogueSeconds: 60, answers: { catalogueSeconds: 10, stockMs: 1_000 } };
let kept: KeptAnswers;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  registry = new Registry();
  Object.assign(settings.answers, { catalogueSeconds: 10, stockMs: 1_000 });
  kept = new KeptAnswers({ settings, isOn: () => true, bus: undefined, logger, registry });
});
afterEach(() => void vi.useRealTimers());

const answerOf = (bytes: number) => ({
  body: Buffer.alloc(bytes),
  etag: '"a"',
  objects: 1,
  bytes,
});

async function execute(given: Partial<AnswerQuestion> = {}, bytes = 10): Promise<void> {
  const found = await kept.find({ ...question, ...given });
  if (found.answer === null) found.flight.land(answerOf(bytes));
}

/** The age of what is kept; null if it is executed, without an answer to keep. */
async function ageOf(given: Partial<AnswerQuestion> = {}): Promise<number | null> {
  const found = await kept.find({ ...question, ...given });
  if (found.answer !== null) return found.ageSeconds;
  found.flight.land(null);
  return null;
}

const metric = async (name: string) =>
  (await registry.getSingleMetric(name)?.get())?.values[0]?.value;

test('an age is rounded up, because other caches add their own', async () => {
  await execute();
  vi.advanceTimersByTime(1);
  expect(await ageOf()).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect(await ageOf()).toBe(2);
});

test.each([
  ['catalogue', 10_000],
  ['stock', 1_000],
] as const)('answers of the %s end after %i ms, and not all at once', async (freshness, ms) => {
  const keys = Array.from({ length: 100 }, (_, place) => String(place));
  for (const key of keys) await execute({ key, freshness });
  const keptNow = async () => {
    const ages = await Promise.all(keys.map((key) => ageOf({ key, freshness })));
    return ages.filter((age) => age !== null).length;
  };
  vi.advanceTimersByTime(ms * 0.8 - 1);
  expect(await keptNow()).toBe(100);
  vi.advanceTimersByTime(ms * 0.1);
  const some = await keptNow();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(100);
  vi.advanceTimersByTime(ms * 0.1 + 1);
  expect(await keptNow()).toBe(0);
});

test('a lifetime that is lowered holds for what is kept already', async () => {
  await execute();
  vi.advanceTimersByTime(2_000);
  expect(await ageOf()).toBe(2);
  settings.answers.catalogueSeconds = 1;
  expect(await ageOf()).toBeNull();
});

test('an answer is as old as the start of its execution', async () => {
  const found = await kept.find({ ...question, freshness: 'stock' });
  vi.advanceTimersByTime(900);
  if (found.answer === null) found.flight.land(answerOf(1));
  vi.advanceTimersByTime(100);
  expect(await ageOf({ freshness: 'stock' })).toBeNull();
});

test('nobody waits for an execution that is older than an answer may be', async () => {
  const first = await kept.find({ ...question, freshness: 'stock' });
  vi.advanceTimersByTime(1_000);
  const second = await kept.find({ ...question, freshness: 'stock' });
  expect([first.answer, second.answer]).toEqual([null, null]);
});

test('another schema has other answers', async () => {
  await execute();
  expect(await ageOf({ schema: buildSchema('type Query { a: Int b: Int }') })).toBeNull();
});

test('the least recently used go first, and are counted', async () => {
  for (let count = 0; count < keptAnswersMax; count += 1) await execute({ key: `${count}` });
  expect(await ageOf({ key: '0' })).toBe(0);
  await execute({ key: 'one more' });
  expect([await ageOf({ key: '0' }), await ageOf({ key: '1' })]).toEqual([0, null]);
  expect(await metric('gateway_kept_answers')).toBe(keptAnswersMax);
  expect(await metric('gateway_kept_answer_evictions_total')).toBe(1);
});

test('their memory is limited', async () => {
  const bytes = keptAnswerBytesMax / 2;
  for (let count = 0; count < 150; count += 1) await execute({ key: `${count}` }, bytes);
  expect(await metric('gateway_kept_answer_bytes')).toBeLessThanOrEqual(keptAnswersBytesMax);
  expect(await metric('gateway_kept_answers')).toBe(Math.floor(keptAnswersBytesMax / bytes) - 1);
});

test('an answer that is too large is not kept', async () => {
  await execute({}, keptAnswerBytesMax);
  expect(await ageOf()).toBeNull();
});

test('a buyer who has signed out reads their own writes, from the same address', async () => {
  const buyer = {
    kind: 'user',
    userId: 'a',
    roles: [],
    generation: 0,
    address: viewer.address,
  } as const;
  await execute();
  kept.wrote(buyer, ['placeOrder']);
  expect(await ageOf({ viewer: { ...viewer, address: '10.0.0.2' } })).toBe(0);
  expect(await ageOf({ viewer: { ...buyer, address: '10.0.0.2' } })).toBeNull();
  expect(await ageOf()).toBeNull();
});

test('after a change of a product nothing is kept until all of inventory has seen it', async () => {
  await execute();
  kept.wrote(viewer, ['updateProduct']);
  vi.advanceTimersByTime(999);
  await execute();
  expect(await ageOf()).toBeNull();
  vi.advanceTimersByTime(1);
  await execute();
  expect(await ageOf()).toBe(0);
});

test('while executions may read replicas, nothing is kept until these have the change', async () => {
  const options = { settings, isOn: () => true, bus: undefined, logger, registry };
  kept = new KeptAnswers({ ...options, readLagMs: 5_000 });
  kept.wrote(viewer, ['updateProduct']);
  vi.advanceTimersByTime(4_999);
  await execute();
  expect(await ageOf()).toBeNull();
  vi.advanceTimersByTime(1);
  await execute();
  expect(await ageOf()).toBe(0);
});

test('the mutations that change products are those of the contract', () => {
  const file = path.join(repositoryRoot, 'gateway/api.graphql');
  const mutations = buildSchema(readFileSync(file, 'utf8')).getMutationType()?.getFields();
  const ofProducts = Object.values(mutations ?? {}).filter(({ args }) =>
    args.some(({ type }) => getNamedType(type).name.includes('ProductInput')),
  );
  expect(ofProducts.map(({ name }) => name).toSorted()).toEqual([...catalogueMutations].toSorted());
});
