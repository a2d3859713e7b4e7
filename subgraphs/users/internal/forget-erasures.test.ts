import { beforeEach, expect, it } from 'vitest';
import { eraseAccount } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const forgetErasures = `mutation ($days: Int!, $limit: Int!) {
  forgetErasures(days: $days, limit: $limit) }`;
const importCustomers = `mutation ($customers: [ImportedCustomerInput!]!) {
  importCustomers(customers: $customers) { userIds created } }`;

const room = usersRoomForFile();

const run = (statement: string, ...values: unknown[]) =>
  room.database.pool.query(statement, values);
beforeEach(() => run('TRUNCATE erasures, account_imports'));

const forget = (days = 90, limit = 1_000) => room.internal(forgetErasures, { days, limit });
const idsOf = async (statement: string) => (await run(statement)).rows.map(({ id }) => id);

/** Adds an account that was imported under the reference and erased `days` ago. */
async function erased(reference: string, days: number): Promise<string> {
  const id = await room.account({ password });
  await run('INSERT INTO account_imports (reference, user_id) VALUES ($1, $2)', reference, id);
  await room.as(id, 'CUSTOMER')(eraseAccount);
  await run(
    `UPDATE erasures SET erased_at = now() - $2 * interval '1 day' WHERE user_id = $1`,
    id,
    days,
  );
  return id;
}

it('forgets an erased account and what an import called it, and none before', async () => {
  await erased('91', 91);
  const young = await erased('89', 89);
  const living = await room.account();
  await run(`INSERT INTO account_imports (reference, user_id) VALUES ('living', $1)`, living);
  expect((await forget()).data.forgetErasures).toBe(1);
  expect(await idsOf('SELECT user_id AS id FROM erasures')).toEqual([young]);
  expect(await idsOf('SELECT reference AS id FROM account_imports ORDER BY 1')).toEqual([
    '89',
    'living',
  ]);
});

it('lets no import bring an erased person back before', async () => {
  const id = await erased('17850', 89);
  const customer = { reference: '17850', email: '17850@import.invalid', name: 'Customer 17850' };
  const customers = [{ ...customer, createdAt: '2010-12-01T08:26:00.000Z' }];
  const take = async () =>
    (await room.internal(importCustomers, { customers })).data.importCustomers;
  await forget();
  expect(await take()).toEqual({ userIds: [id], created: 0 });
  await run(`UPDATE erasures SET erased_at = now() - interval '91 days'`);
  await forget();
  expect(await take()).toMatchObject({ created: 1 });
});

it('forgets a backlog a batch at a time', async () => {
  await run(`INSERT INTO erasures (user_id, erased_at)
    SELECT gen_random_uuid(), now() - interval '100 days' FROM generate_series(1, 5)`);
  const forgotten = [];
  for (let times = 0; times < 4; times += 1) {
    forgotten.push((await forget(90, 2)).data.forgetErasures);
  }
  expect(forgotten).toEqual([2, 2, 1, 0]);
});

it('takes 30 days and more, and a limit of 1 to 1,000', async () => {
  for (const [days, limit] of [
    [29, 1],
    [30, 0],
    [30, 1_001],
  ]) {
    expect((await forget(days, limit)).codes).toEqual(['BAD_USER_INPUT']);
  }
});
