import { describe, expect, it } from 'vitest';
import { newSecretToken } from '../../../platform/auth/secret-token';
import { uuidV7 } from '../../../platform/values/uuid';
import { sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const verify = `mutation ($token: String!) { verifyEmail(token: $token) {
  __typename ... on User { id email emailVerified pendingEmail addresses { city } }
  ... on UserError { code }
} }`;
const update = `mutation ($email: EmailAddress!) {
  updateProfile(input: { email: $email, password: "${password}" }) { __typename }
}`;
const register = `mutation ($email: EmailAddress!) {
  register(input: { email: $email, password: "${password}", name: "Ada" }) {
    ... on Session { user { id emailVerified language } }
  }
}`;
const saveAddress = `mutation {
  saveAddress(input: { recipient: "A", line1: "1", city: "C", postalCode: "1", country: "DE" }) {
    ... on UserError { code }
  }
}`;
const expired = { __typename: 'TokenExpiredError', code: 'TOKEN_EXPIRED' };

const room = usersRoomForFile();

const newEmail = () => `${uuidV7()}@example.com`;

async function verifyWith(token: string) {
  const { data, errors } = await room.anonymous()(verify, { token });
  if (errors) throw errors[0];
  return data.verifyEmail as Record<string, unknown>;
}

/** The token of the newest mail to the address. */
async function mailedTo(email: string): Promise<string> {
  const sent = await sendMails(room);
  const mail = sent.findLast(({ to, kind }) => to === email && kind === 'verify_email');
  if (!mail) throw new Error(`No mail was sent to ${email}.`);
  return mail.token;
}

async function changing(to = newEmail()) {
  const email = newEmail();
  const id = await room.account({ email, password });
  const caller = room.as(id, 'CUSTOMER');
  await caller(update, { email: to });
  return { id, email, to, caller, token: await mailedTo(to) };
}

describe('verifyEmail', () => {
  it('verifies the address of a new account, once', async () => {
    const email = newEmail();
    const { data } = await room.anonymous()(register, { email });
    const { user } = data.register as { user: { id: string } };
    expect(user).toMatchObject({ emailVerified: false, language: 'EN' });
    const token = await mailedTo(email);
    expect(await verifyWith(token)).toMatchObject({ id: user.id, email, emailVerified: true });
    expect(await verifyWith(token)).toEqual(expired);
  });

  it('makes a pending address the one of the account, which signs in with it', async () => {
    const { id, email, to, token, caller } = await changing();
    await caller(saveAddress);
    expect(await verifyWith(token)).toEqual({
      __typename: 'User',
      id,
      email: to,
      emailVerified: true,
      pendingEmail: null,
      // A mailbox gives no access to the account, which may have a second factor.
      addresses: [],
    });
    const signIn = async (address: string) => {
      const { data } = await room.anonymous()(
        `mutation { login(input: { email: "${address}", password: "${password}" }) { __typename } }`,
      );
      return data.login;
    };
    expect(await signIn(to)).toEqual({ __typename: 'Session' });
    expect(await signIn(email)).toEqual({ __typename: 'InvalidCredentialsError' });
  });

  it('says only now that another account has the address', async () => {
    const taken = newEmail();
    await room.account({ email: taken, password });
    const { id, email, token } = await changing(taken);
    expect(await verifyWith(token)).toEqual({ __typename: 'EmailTakenError', code: 'EMAIL_TAKEN' });
    const { data } = await room.as(id, 'CUSTOMER')('{ me { email } }');
    expect(data).toEqual({ me: { email } });
  });

  it('gives an address that two accounts wait for to one of them', async () => {
    const to = newEmail();
    const one = await changing(to);
    const other = await changing(to);
    const outcomes = await Promise.all([verifyWith(one.token), verifyWith(other.token)]);
    const types = outcomes.map(({ __typename }) => __typename);
    expect(types.sort()).toEqual(['EmailTakenError', 'User']);
  });

  it('refuses the token of an address that is no longer pending', async () => {
    const { email, caller, token } = await changing();
    await caller(`mutation { updateProfile(input: { email: "${email}" }) { __typename } }`);
    expect(await verifyWith(token)).toEqual(expired);
  });

  it('refuses every token but the newest, and tokens after 24 hours', async () => {
    const { id, to, caller, token } = await changing();
    await caller('mutation { requestEmailVerification }');
    const newer = await mailedTo(to);
    expect(await verifyWith(token)).toEqual(expired);
    const { rows } = await room.database.pool.query(
      `UPDATE mail_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1
       RETURNING (SELECT extract(epoch FROM t.expires_at - t.created_at)::int
         FROM mail_tokens t WHERE t.user_id = $1) AS seconds`,
      [id],
    );
    expect(rows).toEqual([{ seconds: 86_400 }]);
    expect(await verifyWith(newer)).toEqual(expired);
  });

  it('refuses forgeries, and tokens that reset a password', async () => {
    const email = newEmail();
    await room.account({ email, password });
    await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
    const reset = (await sendMails(room)).find(({ to }) => to === email);
    for (const text of [newSecretToken().token, '', reset?.token ?? '']) {
      expect(await verifyWith(text)).toEqual(expired);
    }
  });

  it('is audited', async () => {
    const { id, token } = await changing();
    await verifyWith(token);
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toMatchObject([
      { action: 'user.update_profile' },
      { action: 'user.verify_email' },
    ]);
  });
});
