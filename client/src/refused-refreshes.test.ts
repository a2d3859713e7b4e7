import { expect, test } from 'vitest';
import { createClient, Me, memorySession } from './index';
import { type Reply, refusal, scriptedApi, sessionOf } from './testing/scripted-api';

/** A client whose token has expired, and the operations that the API gets from it. */
async function expiredClient(refresh: Reply) {
  const { url, received } = await scriptedApi(({ operationName }) =>
    operationName === 'RefreshSession' ? refresh : refusal(401, 'UNAUTHENTICATED'),
  );
  const session = memorySession(sessionOf(1));
  const client = createClient({ url, session, retries: { baseMs: 1 } });
  return { client, sent: () => received.map(({ operationName }) => operationName) };
}

test('a refresh that is refused is not refreshed itself', async () => {
  const { client, sent } = await expiredClient(refusal(401, 'UNAUTHENTICATED'));
  await expect(client.run(Me)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(sent()).toEqual(['Me', 'RefreshSession']);
});

test('a refresh is waited for no longer than the call has', async () => {
  const { client } = await expiredClient('hang');
  const late = client.run(Me, {}, { deadlineMs: 200 });
  await expect(late).rejects.toMatchObject({ name: 'DeadlineError', operation: 'Me' });
});
