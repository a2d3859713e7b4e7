import { describe, expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { type AccountMailKind, mailsPerHour } from '../domain/mail';
import {
  changePassword,
  disownChange,
  linkIn,
  moveAway,
  newEmail,
  type Stolen,
  setUpFactor,
  stolenAccount,
} from '../testing/hijacking';
import { changeEmail, resetPassword, resetToken, succeed } from '../testing/redeemables';
import { forgetUsedSteps } from '../testing/second-factor';
import { claimed, sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

const createKey = ({ thief }: Stolen, name = 'feed') =>
  succeed(
    thief,
    `mutation { createApiKey(input: { name: "${name}", scopes: [ORDERS_READ] }) {
      ... on ApiKeyCreated { apiKey { id } }
    } }`,
  );

async function removeFactor(stolen: Stolen): Promise<void> {
  const secret = await setUpFactor(stolen);
  await forgetUsedSteps(room);
  const given = `password: "${password}", code: "${codeShown(secret)}"`;
  await succeed(stolen.thief, `mutation { removeSecondFactor(${given}) }`);
}

const changes: readonly {
  readonly kind: AccountMailKind;
  readonly change: (stolen: Stolen) => Promise<unknown>;
}[] = [
  { kind: 'api_key_was_created', change: (stolen) => createKey(stolen) },
  {
    kind: 'api_key_was_rotated',
    change: async (stolen) => {
      const { createApiKey: created } = await createKey(stolen);
      const { apiKey } = created as { apiKey: { id: string } };
      await succeed(stolen.thief, `mutation { rotateApiKey(id: "${apiKey.id}") { __typename } }`);
    },
  },
  {
    kind: 'email_change_requested',
    change: ({ thief }) => succeed(thief, changeEmail, { next: newEmail() }),
  },
  { kind: 'email_was_changed', change: moveAway },
  {
    kind: 'password_was_changed',
    change: (stolen) => changePassword(stolen, password, 'another long password'),
  },
  {
    kind: 'password_was_reset',
    change: async ({ email }) => resetPassword(room, await resetToken(room, email)),
  },
  { kind: 'second_factor_was_removed', change: removeFactor },
  {
    kind: 'second_factor_was_reset',
    change: ({ email }) =>
      succeed(room.internal, `mutation { resetSecondFactorByOperator(email: "${email}") }`),
  },
  { kind: 'second_factor_was_set_up', change: setUpFactor },
];

describe('a change of an account', () => {
  it.each(changes)(
    'is announced as $kind, with a link that disowns it',
    async ({ kind, change }) => {
      const stolen = await stolenAccount(room, { roles: ['PARTNER'] });
      await change(stolen);
      const answer = await disownChange(room, await linkIn(stolen, kind));
      expect(answer).toMatchObject({ __typename: 'ChangeDisowned', email: stolen.email });
    },
  );

  it('is announced to an address that was not verified, too, as long as it is the account’s', async () => {
    const stolen = await stolenAccount(room, { isVerified: false });
    await changePassword(stolen, password, 'another long password');
    const link = await linkIn(stolen, 'password_was_changed');
    expect((await disownChange(room, link)).__typename).toBe('ChangeDisowned');
  });

  it('has a mail that says when the account was made', async () => {
    const { id, email, thief } = await stolenAccount(room, { isVerified: false });
    await room.database.pool.query(`UPDATE users SET created_at = '2026-01-02' WHERE id = $1`, [
      id,
    ]);
    await succeed(thief, 'mutation { requestEmailVerification }');
    const mail = (await sendMails(room)).find(({ to }) => to === email);
    expect(new Date(mail?.accountCreatedAt ?? '').toISOString()).toMatch(/^2026-01-02/);
  });
});

describe('more notices than an address may get in an hour', () => {
  const rowsOf = async ({ id }: Stolen) => {
    const { rows } = await room.database.pool.query(
      `SELECT id, send_after FROM mails WHERE user_id = $1 AND kind = 'api_key_was_created'
       ORDER BY created_at`,
      [id],
    );
    return rows;
  };
  const sentTo = async ({ email }: Stolen) =>
    (await sendMails(room)).filter(({ to }) => to === email);

  /** Somebody whose own keys have used up the notices of this hour. */
  async function busy(): Promise<Stolen> {
    const stolen = await stolenAccount(room, { roles: ['PARTNER'] });
    for (let n = 0; n < mailsPerHour; n += 1) await createKey(stolen, `own ${n}`);
    expect(await sentTo(stolen)).toHaveLength(mailsPerHour);
    return stolen;
  }

  it('wait as one notice, which comes and disowns all of them', async () => {
    const stolen = await busy();
    for (let n = 0; n < mailsPerHour; n += 1) await createKey(stolen, `thief's ${n}`);
    const rows = await rowsOf(stolen);
    expect(rows).toHaveLength(mailsPerHour + 1);
    expect(await sentTo(stolen)).toEqual([]);
    const later = `UPDATE mails SET created_at = created_at - interval '1 hour',
      send_after = send_after - interval '1 hour' WHERE user_id = $1`;
    await room.database.pool.query(later, [stolen.id]);
    const [notice] = await sentTo(stolen);
    expect(notice).toMatchObject({ id: rows.at(-1).id, kind: 'api_key_was_created' });
    expect((await disownChange(room, notice?.disownToken ?? '')).email).toBe(stolen.email);
  });

  it('wait as another one after a reset has ended the link of the first', async () => {
    const stolen = await busy();
    await createKey(stolen);
    await resetPassword(room, await resetToken(room, stolen.email));
    await createKey(stolen);
    expect(await rowsOf(stolen)).toHaveLength(mailsPerHour + 2);
  });

  it('do not suppress notices of another kind', async () => {
    const stolen = await busy();
    await createKey(stolen);
    await changePassword(stolen, password, 'another long password');
    expect((await sentTo(stolen)).map(({ kind }) => kind)).toEqual(['password_was_changed']);
  });
});

describe('a mail with a link', () => {
  it('stays until the link has ended', async () => {
    const stolen = await stolenAccount(room);
    await moveAway(stolen);
    await sendMails(room);
    const stored = async () => {
      await claimed(room);
      const { rows } = await room.database.pool.query(
        `SELECT kind FROM mails WHERE user_id = $1 ORDER BY kind`,
        [stolen.id],
      );
      return rows.map(({ kind }) => kind);
    };
    const age = (interval: string) =>
      room.database.pool.query(
        `UPDATE mails SET created_at = created_at - $2::interval,
          handled_at = handled_at - $2::interval, disown_until = disown_until - $2::interval
         WHERE user_id = $1`,
        [stolen.id, interval],
      );
    await age('2 hours');
    expect(await stored()).toEqual(['email_change_requested', 'email_was_changed']);
    await age('7 days');
    expect(await stored()).toEqual([]);
  });
});
