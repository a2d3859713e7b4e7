import { describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { memoryMailbox } from '../../../platform/mail/mailbox';
import {
  createApiKey,
  endedTokens,
  login,
  refreshSession,
  resolveApiKey,
} from '../testing/documents';
import { enrolled } from '../testing/second-factor';
import { type Caller, password, usersRoom, usersRoomForFile } from '../testing/users-room';

const eraseAccount = `mutation ($password: String!) {
  eraseAccount(password: $password) { __typename ... on AccountErased { at } }
}`;
const saveAddress = `mutation {
  saveAddress(input: {
    recipient: "Grace Hopper", line1: "1 Main St", city: "Arlington", postalCode: "1", country: "US"
  }) { __typename }
}`;
const entity = `query ($id: ID!) {
  _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { id name } }
}`;

const room = usersRoomForFile();

const erase = async (caller: Caller, typed = password) =>
  (await caller(eraseAccount, { password: typed })).data.eraseAccount as { __typename: string };

describe('eraseAccount', () => {
  it('tells orders when it is done, and does not hang on its answer', async () => {
    const heard: number[] = [];
    const orders: ServiceCall = async () => {
      const { rowCount } = await room.database.pool.query('SELECT FROM erasures');
      heard.push(rowCount ?? 0);
      throw new Error('Orders is down.');
    };
    const shop = await usersRoom({ database: room.database, orders });
    const id = await shop.account({ password });
    expect((await erase(shop.as(id, 'CUSTOMER'))).__typename).toBe('AccountErased');
    expect(heard).toEqual([1]);
  });

  const email = 'grace@example.com';

  it('removes the account with all that identifies a person', async () => {
    const id = await room.account({ email, name: 'Grace Hopper', password, roles: ['PARTNER'] });
    const grace = room.as(id, 'PARTNER');
    const { data: signedIn } = await room.anonymous()(login(email));
    const token = (signedIn.login as { refreshToken: string }).refreshToken;
    const { data } = await grace(createApiKey);
    const { secret: key } = data.createApiKey as { secret: string };
    await grace(saveAddress);

    expect((await erase(grace)).__typename).toBe('AccountErased');

    const again = await room.anonymous()(login(email));
    expect(again.data.login).toMatchObject({ __typename: 'InvalidCredentialsError' });
    const refreshed = await room.anonymous()(refreshSession, { token });
    expect(refreshed.data.refreshSession).toEqual({ __typename: 'SessionEndedError' });
    expect((await room.internal(resolveApiKey, { key })).data.resolveApiKey).toBeNull();
    const { rows } = await room.database.pool.query<{ text: string }>(
      `SELECT t::text AS text FROM users t UNION ALL SELECT t::text FROM addresses t
       UNION ALL SELECT t::text FROM audit_entries t`,
    );
    expect(rows.some(({ text }) => /grace|hopper/i.test(text))).toBe(false);
    const { rows: left } = await room.database.pool.query(
      'SELECT FROM sessions WHERE user_id = $1 UNION ALL SELECT FROM api_keys WHERE user_id = $1',
      [id],
    );
    expect(left).toEqual([]);
  });

  it('ends every access token, of whichever generation', async () => {
    const id = await room.account({ password });
    await erase(room.as(id, 'CUSTOMER'));
    const { data } = await room.internal(endedTokens);
    const { ends } = data.endedTokens as { ends: object[] };
    expect(ends).toContainEqual({ userId: id, belowGeneration: 2_147_483_647 });
  });

  it('leaves nobody where others refer to the account', async () => {
    const id = await room.account({ password });
    await erase(room.as(id, 'CUSTOMER'));
    const support = room.as(await room.account({ roles: ['SUPPORT'] }), 'SUPPORT');
    expect((await support(entity, { id })).data).toEqual({ _entities: [null] });
  });

  it('wants the right password', async () => {
    const id = await room.account({ password });
    const caller = room.as(id, 'CUSTOMER');
    expect((await erase(caller, 'wrong password')).__typename).toBe('InvalidCredentialsError');
    expect((await caller('{ me { id } }')).data).toEqual({ me: { id } });
  });

  it('is in the audit log, and nothing of the person is', async () => {
    const id = await room.account({ password });
    await erase(room.as(id, 'CUSTOMER'));
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toEqual([{ actor: `User:${id}`, action: 'user.erase', detail: null }]);
  });

  it('drops the mails to its addresses that developers see', async () => {
    const mailbox = memoryMailbox();
    const shop = await usersRoom({ database: room.database, mailbox });
    const id = await shop.account({ email: 'shown@example.com', password });
    await room.database.pool.query('UPDATE users SET pending_email = $2 WHERE id = $1', [
      id,
      'next@example.com',
    ]);
    for (const to of ['shown@example.com', 'next@example.com', 'other@example.com']) {
      await mailbox.add({ to, subject: 'Hello', text: 'Hello', id: `mail.${to}` });
    }
    await erase(shop.as(id, 'CUSTOMER'));
    expect((await mailbox.latest()).map(({ to }) => to)).toEqual(['other@example.com']);
  });

  it('frees the e-mail address for a new account', async () => {
    const id = await room.account({ email: 'again@example.com', password });
    await erase(room.as(id, 'CUSTOMER'));
    expect(await room.account({ email: 'again@example.com', password })).not.toBe(id);
  });

  it('never erases the last ADMIN who can act', async () => {
    const fresh = await usersRoom({ staffSecondFactor: true });
    const last = fresh.as(await fresh.account({ roles: ['ADMIN'], password }), 'ADMIN');
    const other = fresh.as(await fresh.account({ roles: ['ADMIN'], password }), 'ADMIN');
    expect((await last(eraseAccount, { password })).codes).toEqual(['FORBIDDEN']);
    await enrolled(other);
    expect((await erase(last)).__typename).toBe('AccountErased');
    await fresh.close();
  });
});
