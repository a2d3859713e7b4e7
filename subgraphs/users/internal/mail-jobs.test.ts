import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

const mailJobs = `query ($first: Int!, $state: String, $afterCreatedAt: DateTime, $afterId: ID) {
  mailJobs(
    first: $first, state: $state, afterCreatedAt: $afterCreatedAt, afterId: $afterId
  ) { id createdAt }
}`;
const read = async (variables: Record<string, unknown>) =>
  (await room.internal(mailJobs, variables)).data.mailJobs as { id: string; createdAt: string }[];

it('lists mails newest first, page by page, by state, without an address', async () => {
  for (let n = 0; n < 3; n += 1) {
    const email = `${uuidV7()}@example.com`;
    await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
  }
  const all = await read({ first: 5 });
  expect(all).toHaveLength(3);
  const [newest] = all;
  const page = { first: 5, afterCreatedAt: newest?.createdAt, afterId: newest?.id };
  expect(await read(page)).toEqual(all.slice(1));
  expect(await read({ first: 2 })).toEqual(all.slice(0, 2));
  expect(await read({ first: 5, state: 'created' })).toEqual(all);
  expect(await read({ first: 5, state: 'failed' })).toEqual([]);
  const { data } = await room.internal('{ mailJobs(first: 5, id: "x") { id } }');
  expect(data).toEqual({ mailJobs: [] });
});
