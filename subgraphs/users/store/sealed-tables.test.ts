import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resealTables } from '../../../platform/encryption/sealed-table';
import { storedText } from '../../../platform/testing/stored-text';
import { uuidV7 } from '../../../platform/values/uuid';
import { sendMails } from '../testing/sent-mails';
import { password, testUsersKeys, usersRoomForFile } from '../testing/users-room';
import { type UsersStore, usersStore } from '.';

/** Longer than a statement takes on a busy machine: three times as long a key may be used. */
const heldMs = 2_000;
const keys = { ...testUsersKeys, data: { ...testUsersKeys.data, heldMs } };
const pace = { share: 1, pause };
const address = {
  label: 'Marker Home',
  recipient: 'Ada Lovelace',
  line1: 'Marker Street 17',
  line2: null,
  city: 'Markerstadt',
  region: null,
  postalCode: 'Marker 9',
  country: 'DE',
  phone: '+49 30 7654321',
};
/** The search of a list for a person, as the console saves it. */
const search = 'search=Marker-customer%2Bnews%40example.com&status=PENDING';
const fields = 'label recipient line1 line2 city region postalCode country phone';
const login = `mutation ($email: EmailAddress!) {
  login(input: { email: $email, password: "${password}" }) { __typename } }`;
const register = `mutation ($input: RegisterInput!) {
  register(input: $input) { __typename ... on Session { user { id } } } }`;
const saveAddress = `mutation ($input: AddressInput!) {
  saveAddress(input: $input) { __typename } }`;
const saveView = `mutation ($query: String!) {
  saveView(input: { list: "orders", name: "Late", query: $query }) { __typename } }`;
const updateProfile = `mutation ($email: EmailAddress!) {
  updateProfile(input: { email: $email, password: "${password}" }) { __typename } }`;
const me = `{ me { email pendingEmail addresses { ${fields} } } savedViews { query } }`;

const room = usersRoomForFile();
let store: UsersStore;
let email: string;
let next: string;
beforeAll(async () => {
  store = usersStore(room.database.pool, keys);
});
beforeEach(() => {
  email = `marker-${uuidV7()}@example.com`;
  next = `marker-next-${uuidV7()}@example.com`;
});

/** An account with an address, a next e-mail address and mails. */
async function registered(): Promise<string> {
  const input = { email: email.toUpperCase(), password, name: 'Ada Lovelace' };
  const { data } = await room.anonymous()(register, { input });
  const { id } = (data.register as { user: { id: string } }).user;
  const ada = room.as(id, 'CUSTOMER');
  await ada(saveAddress, { input: address });
  await ada(updateProfile, { email: next });
  await ada(saveView, { query: search });
  await room.anonymous()(
    'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }',
    {
      email: `marker-nobody-${uuidV7()}@example.com`,
    },
  );
  return id;
}

const signIn = async (typed: string) => {
  const { data } = await room.anonymous()(login, { email: typed });
  return (data.login as { __typename: string }).__typename;
};

const own = async (id: string) => {
  const { data } = await room.as(id, 'CUSTOMER')(me);
  return { ...(data.me as object), savedViews: data.savedViews };
};
const savedViews = [{ query: search }];

const pass = () => resealTables(store.sealedTables, pace);

/** Stores the addresses in plain text, as a version without encryption does. */
async function inClear(id: string): Promise<void> {
  const { pool } = room.database;
  await pool.query(
    `UPDATE users SET email = $2, email_sealed = NULL, pending_email = $3,
       pending_email_sealed = NULL WHERE id = $1`,
    [id, email, next],
  );
  await pool.query(
    `UPDATE addresses SET sealed = NULL, label = $2, line1 = $3, city = $4, postal_code = $5,
       phone = $6 WHERE user_id = $1`,
    [id, address.label, address.line1, address.city, address.postalCode, address.phone],
  );
  await pool.query('UPDATE mails SET email = $2, email_sealed = NULL WHERE user_id = $1', [
    id,
    next,
  ]);
  await pool.query('UPDATE mail_tokens SET email = $2 WHERE user_id = $1', [id, next]);
  await pool.query(
    `UPDATE saved_views SET query = $2, query_sealed = NULL, query_emails = '{}'
     WHERE user_id = $1`,
    [id, search],
  );
}

describe('personal data of accounts', () => {
  it('is nowhere in a dump, but name and recipient', async () => {
    const id = await registered();
    expect(await own(id)).toEqual({ email, pendingEmail: next, addresses: [address], savedViews });
    expect(await storedText(room.database.pool)).not.toMatch(/marker|49 30 7654321/i);
    await sendMails(room);
    expect(await storedText(room.database.pool)).not.toMatch(/marker|49 30 7654321/i);
  });

  it('is found by the whole e-mail address, whatever its case', async () => {
    const id = await registered();
    expect(await signIn(email.toUpperCase())).toBe('Session');
    expect(await signIn(`x${email}`)).toBe('InvalidCredentialsError');
    const support = room.as(await room.account({ roles: ['SUPPORT'] }), 'SUPPORT');
    const query = 'query ($search: String) { users(search: $search) { totalCount nodes { id } } }';
    const found = async (search: string) => (await support(query, { search })).data.users;
    expect(await found(email.toUpperCase())).toEqual({ totalCount: 1, nodes: [{ id }] });
    expect(await found(email.slice(0, -1))).toEqual({ totalCount: 0, nodes: [] });
  });

  it('cannot be read in the row of another account', async () => {
    const [one, other] = [await registered(), await room.account()];
    await room.database.pool.query(
      'UPDATE users SET email_sealed = (SELECT email_sealed FROM users WHERE id = $1) WHERE id = $2',
      [one, other],
    );
    const { codes } = await room.as(other, 'CUSTOMER')('{ me { email } }');
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR']);
    await room.database.pool.query('DELETE FROM users WHERE id = $1', [other]);
  });
});

describe('a database of a version without encryption', () => {
  it('works as before, and is encrypted by the job', async () => {
    const id = await registered();
    await inClear(id);
    const expected = { email, pendingEmail: next, addresses: [address], savedViews };
    expect(await own(id)).toEqual(expected);
    expect(await signIn(email.toUpperCase())).toBe('Session');
    expect(await storedText(room.database.pool)).toMatch(/marker/i);

    const first = await pass();
    expect(first).toMatchObject({ left: 0, unreadable: [] });
    expect(first.changed).toBeGreaterThan(2);
    expect(await storedText(room.database.pool)).not.toMatch(/marker|49 30 7654321/i);
    expect((await pass()).changed).toBe(0);
    expect(await own(id)).toEqual(expected);
    expect(await signIn(email)).toBe('Session');
  });

  it('gives an e-mail address to no second account before it is encrypted', async () => {
    const id = await registered();
    await inClear(id);
    const input = { email, password, name: 'Grace' };
    const { data } = await room.anonymous()(register, { input });
    expect(data.register).toMatchObject({ __typename: 'EmailTakenError' });
    await pass();
  });

  it('accepts the tokens that were mailed before', async () => {
    const id = await registered();
    const sent = await sendMails(room);
    const { token = '' } = sent.find(({ to }) => to === next) ?? {};
    await inClear(id);
    await pass();
    const verify = 'mutation ($token: String!) { verifyEmail(token: $token) { __typename } }';
    const { data } = await room.anonymous()(verify, { token });
    expect(data.verifyEmail).toEqual({ __typename: 'User' });
    expect(await own(id)).toMatchObject({ email: next, pendingEmail: null });
  });
});

describe('a rotation under load', () => {
  it('fails no request, leaves nothing under the old key, and that can be destroyed', async () => {
    const processes = [1, 2].map(() => usersStore(room.database.pool, keys));
    let isOver = false;
    let accounts = 0;
    const client = async (at: number) => {
      const [writer, reader] = [processes[at % 2], processes[(at + 1) % 2]] as [
        UsersStore,
        UsersStore,
      ];
      while (!isOver) {
        const typed = `load-${uuidV7()}@example.com`;
        const account = { email: typed, name: 'Ada', passwordHash: null, language: 'EN' } as const;
        const created = await writer.accounts.create({ ...account, roles: ['CUSTOMER'] });
        const found = await reader.accounts.byEmail(typed);
        const added = { id: null, userId: found?.id ?? '', fields: address };
        await writer.addresses.save(added, 5, () => null);
        const [again] = await reader.addresses.ofUser(created?.id ?? '');
        expect([found?.email, again?.line1]).toEqual([typed, address.line1]);
        accounts += 1;
      }
    };
    const sweep = async () => {
      let result = await pass();
      while (result.changed + result.left > 0) result = await pass();
      expect(result.unreadable).toEqual([]);
    };
    const clients = Promise.all([0, 1, 2, 3].map(client));
    await pause(300);
    expect(await store.dataKeys.rotate()).toBe('d2');
    await pause(heldMs);
    await sweep();
    const isUsed = async () => {
      const uses = await Promise.all(store.sealedTables.map((table) => table.uses('d1')));
      return uses.some(Boolean);
    };
    await store.dataKeys.untilDestroyable('d1');
    // What a statement wrote that was held up for longer than `heldMs`.
    await sweep();
    // Processes of this test use a key for less than the minute that the database knows.
    await room.database.pool.query(
      `UPDATE data_keys SET retired_at = retired_at - interval '1 minute'`,
    );
    expect(await store.dataKeys.destroy('d1', isUsed)).toBe('destroyed');
    await pause(heldMs);
    isOver = true;
    await clients;
    expect(accounts).toBeGreaterThan(10);
    const everybody = await store.accounts.page('ada', { first: 100, after: null });
    expect(everybody.every((row) => row.email.includes('@'))).toBe(true);
  });
});
