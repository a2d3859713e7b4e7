import { beforeAll, beforeEach, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const forgetExpired = 'mutation ($limit: Int!) { forgetExpired(limit: $limit) }';

const room = usersRoomForFile();
let ada: string;
beforeAll(async () => {
  ada = await room.account();
});

const run = (statement: string, ...values: unknown[]) =>
  room.database.pool.query(statement, values);
const forget = (limit = 1_000) => room.internal(forgetExpired, { limit });

beforeEach(() => run('TRUNCATE sessions, mail_tokens, sign_in_challenges CASCADE'));

/** Adds a session with its refresh token, expired `days` ago. */
async function session(days: number): Promise<string> {
  const id = uuidV7();
  const expired = `now() - ${days} * interval '1 day'`;
  await run(`INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, ${expired})`, id, ada);
  await run(
    `INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
     VALUES (sha256($1::text::bytea), $1::uuid, ${expired})`,
    id,
  );
  return id;
}

const idsOf = async (statement: string) => (await run(statement)).rows.map(({ id }) => id);

it('deletes what a dormant account has left after 30 days, and keeps the rest', async () => {
  await session(31);
  const kept = [await session(29), await session(-1)];
  for (const [purpose, days] of [
    ['reset_password', 31],
    ['verify_email', 29],
  ]) {
    await run(
      `INSERT INTO mail_tokens (user_id, purpose, token_hash, email, expires_at)
       VALUES ($1, $2, sha256($2::text::bytea), 'ada@example.com', now() - $3 * interval '1 day')`,
      ada,
      purpose,
      days,
    );
  }
  for (const days of [31, 29]) {
    await run(
      `INSERT INTO sign_in_challenges (challenge_hash, user_id, generation, expires_at)
       VALUES (sha256($2::text::bytea), $1, 0, now() - $2::int * interval '1 day')`,
      ada,
      days,
    );
  }
  expect((await forget()).data.forgetExpired).toBe(1);
  expect(await idsOf('SELECT id FROM sessions ORDER BY expires_at')).toEqual(kept);
  expect(await idsOf('SELECT session_id AS id FROM refresh_tokens ORDER BY expires_at')).toEqual(
    kept,
  );
  expect(await idsOf('SELECT purpose AS id FROM mail_tokens')).toEqual(['verify_email']);
  expect(await idsOf('SELECT generation AS id FROM sign_in_challenges')).toEqual([0]);
});

it('deletes addresses that a key was not used from for 90 days, also of a revoked one', async () => {
  for (const revoked of ['NULL', 'now()']) {
    const id = uuidV7();
    await run(
      `INSERT INTO api_keys (id, user_id, name, prefix, scopes, expires_at, revoked_at)
       VALUES ($1::uuid, $2, 'Shop', $1::text, '{ORDERS_READ}', now() + interval '1 year', ${revoked})`,
      id,
      ada,
    );
    for (const days of [89, 91]) {
      await run(
        `INSERT INTO api_key_addresses (api_key_id, address, last_seen_at)
         VALUES ($1, '192.0.2.' || $2::int, now() - $2::int * interval '1 day')`,
        id,
        days,
      );
    }
  }
  await forget();
  const left = 'SELECT address AS id FROM api_key_addresses';
  expect(await idsOf(left)).toEqual(['192.0.2.89', '192.0.2.89']);
});

it('deletes a backlog a batch at a time', async () => {
  for (let count = 0; count < 5; count += 1) await session(100);
  const forgotten = [];
  for (let times = 0; times < 4; times += 1) forgotten.push((await forget(2)).data.forgetExpired);
  expect(forgotten).toEqual([2, 2, 1, 0]);
});

it('takes a limit of 1 to 1,000', async () => {
  for (const limit of [0, 1_001]) expect((await forget(limit)).codes).toEqual(['BAD_USER_INPUT']);
});
