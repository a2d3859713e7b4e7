import { expect, it } from 'vitest';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { answerOf, codeIn, gatewayForFile, testUserId } from '../testing/running-gateway';

const id = '018f3a3e-0000-7d1a-9e4f-3c2b1a0d9e8f';
const file = JSON.stringify({ account: { name: 'Ada' }, orders: [], ordersComplete: true });
const pieces = [file.slice(0, 20), file.slice(20, 40), file.slice(40)];

let lostPiece: number | null = null;
let isSilent = false;
const opened: unknown[] = [];

/** Users, which has one export of the test's account. */
const users: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
  if (query.includes('endedTokens')) {
    return { endedTokens: { ends: [], more: false, asOf: '2026-11-24T12:00:00.000Z' } } as Data;
  }
  if (query.includes('signingKeys')) {
    const { kid, publicJwk } = gateway.key;
    return { signingKeys: [{ kid, publicJwk }] } as Data;
  }
  const isOwn = variables.id === id && variables.userId === testUserId;
  if (query.includes('openDataExport')) {
    // The signal of a call has this reason when its time is over.
    if (isSilent) throw new DOMException('The operation timed out.', 'TimeoutError');
    opened.push(variables);
    return { opened: isOwn ? { parts: pieces.length, bytes: file.length } : null } as Data;
  }
  const position = Number(variables.position);
  const isThere = isOwn && position !== lostPiece;
  return { part: isThere ? Buffer.from(pieces[position] ?? '').toString('base64') : null } as Data;
};

const gateway = gatewayForFile({ users });

const get = (token: string | null, exportId = id) =>
  fetch(`${gateway.url}/data-exports/${exportId}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });

it('sends the owner the whole file, which nothing may cache', async () => {
  const answer = await get(gateway.token());
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(file);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="data-export-${id}.json"`,
    'content-length': String(file.length),
    'cache-control': 'private, no-store',
  });
});

it('sends nobody else anything, roles or not', async () => {
  const before = opened.length;
  const answers = await Promise.all([
    get(null).then(answerOf),
    get('no').then(answerOf),
    get(gateway.token('018f3a3e-5b7c-7d1a-9e4f-000000000000')).then(answerOf),
    get(gateway.token('018f3a3e-5b7c-7d1a-9e4f-000000000001', undefined, ['ADMIN'])).then(answerOf),
    get(gateway.token(), 'nothing').then(answerOf),
  ]);
  expect(answers.map((answer) => [answer.status, codeIn(answer)])).toEqual([
    ...[1, 2].map(() => [401, 'UNAUTHENTICATED']),
    ...[1, 2, 3].map(() => [404, 'NOT_FOUND']),
  ]);
  expect(JSON.stringify(answers)).not.toContain('Ada');
  expect(opened.length - before).toBe(3);
});

it('breaks the connection at a lost piece, so that the beginning is not taken for the whole', async () => {
  lostPiece = 1;
  const answer = await get(gateway.token());
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  const messages = () => gateway.logged.map(({ level, msg }) => [level, msg]);
  await expect.poll(messages).toContainEqual(['error', 'data export broken off']);
  lostPiece = null;
});

it('says that it can be tried again if users does not answer in time', async () => {
  isSilent = true;
  const answer = await answerOf(await get(gateway.token()));
  expect([answer.status, codeIn(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  isSilent = false;
});
