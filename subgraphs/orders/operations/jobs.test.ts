import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../platform/graphql/connection';
import { openForFile } from '../../../platform/testing/open-for-file';
import { AccountMails } from '../testing/account-mails';
import { jobsRoom, testQueue } from '../testing/jobs-room';
import { person } from '../testing/reading-room';

const admin = person('018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f', 'ADMIN');
const list = `query ($first: Int, $after: String, $state: JobState, $queue: String) {
  jobs(first: $first, after: $after, state: $state, queue: $queue) {
    edges { cursor node {
      id queue state attempts attemptsMax createdAt startAfter startedAt finishedAt outcome
    } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
const sentMax = 5;
const testMs = 60_000;

const good = testQueue('good', async () => ({ found: 0 }));
const bad = testQueue('bad', () => Promise.reject(new Error('The disk is full.')));

const mails = new AccountMails();

const room = openForFile(() => jobsRoom(() => [good, bad], mails.call));
beforeAll(async () => {
  for (let sent = 0; sent < sentMax; sent += 1) {
    await room.until((await room.jobs.send(good, {})) ?? '', 'completed');
  }
  await room.until((await room.jobs.send(bad, {})) ?? '', 'failed');
}, testMs);

const read = async (variables: object = {}) => {
  const { data, codes } = await room.ask(admin, list, variables);
  expect(codes).toEqual([]);
  return data.jobs;
};

describe('jobs', () => {
  it('are read in pages, newest first, each once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 3; pages += 1) {
      const { edges, pageInfo } = await read({ first: 2, after });
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      expect(pageInfo).toMatchObject({ hasNextPage: pages < 2, hasPreviousPage: pages > 0 });
      after = pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(sentMax + 1);
    const { edges } = await read();
    expect(edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(seen);
  });

  it('show their results', async () => {
    const { edges: failed } = await read({ state: 'FAILED' });
    expect(failed.map(({ node }: { node: object }) => node)).toEqual([
      expect.objectContaining({
        queue: 'bad',
        state: 'FAILED',
        attempts: 1,
        attemptsMax: 1,
        outcome: 'The disk is full.',
        finishedAt: expect.any(String),
      }),
    ]);
    const { edges } = await read({ queue: 'good', state: 'COMPLETED', first: 1 });
    expect(edges[0].node).toMatchObject({ queue: 'good', attempts: 1, outcome: '{"found":0}' });
  });

  it('are none for a queue of pg-boss itself', async () => {
    expect((await read({ queue: '__pgboss__send-it' })).edges).toEqual([]);
  });

  it('are refused with a forged cursor', async () => {
    const cursors = [
      encodeCursor('jobs', ['x', 'y']),
      encodeCursor('audit', ['x', 'y']),
      'x',
      encodeCursor('jobs', ['+275760-09-13T00:00:00.000Z', '018f0000-0000-7000-8000-000000000000']),
    ];
    for (const after of cursors) {
      expect((await room.ask(admin, list, { after })).codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('contain the mails to accounts, which users has, in their places', async () => {
    const idsOf = ({ edges }: { edges: { node: { id: string } }[] }) =>
      edges.map(({ node }) => node.id);
    const own = idsOf(await read());
    const newer = mails.add('failed', '2999-01-02T00:00:00.000Z');
    const older = mails.add('created', '2001-01-02T00:00:00.000Z');
    const all = await read();
    expect(idsOf(all)).toEqual([newer, ...own, older]);
    expect(all.edges[0].node).toMatchObject({ state: 'FAILED', outcome: 'Refused.' });
    const first = await read({ first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await read({ after: first.pageInfo.endCursor });
    expect(rest.edges).toEqual(all.edges.slice(1));
    expect((await read({ queue: 'send-account-mail' })).edges).toHaveLength(2);
    expect((await read({ queue: 'good' })).edges).toHaveLength(sentMax);
  });
});
