import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { verificationsPerHour } from '../domain/mail';
import { sendMails } from '../testing/sent-mails';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const update = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  __typename
  ... on User { name email emailVerified pendingEmail language }
  ... on UserError { code }
  ... on ValidationError { fields { path } }
} }`;

const room = usersRoomForFile();

const newEmail = () => `${uuidV7()}@example.com`;

async function person(...roles: ('SUPPORT' | 'CUSTOMER')[]) {
  const email = newEmail();
  const id = await room.account({ email, password });
  await room.database.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [id]);
  return { id, email, caller: room.as(id, ...(roles.length > 0 ? roles : ['CUSTOMER' as const])) };
}

async function updated(caller: Caller, input: object) {
  const { data, errors } = await caller(update, { input });
  if (errors) throw errors[0];
  return data.updateProfile as Record<string, unknown>;
}

const auditOf = (id: string) => room.entriesAbout(`User:${id}`);

describe('updateProfile', () => {
  it('changes the name and the language without the password, and nothing else', async () => {
    const { email, caller } = await person();
    expect(await updated(caller, { name: '  Grace Hopper ', language: 'DE' })).toEqual({
      __typename: 'User',
      name: 'Grace Hopper',
      language: 'DE',
      email,
      emailVerified: true,
      pendingEmail: null,
    });
    expect(await updated(caller, {})).toMatchObject({ name: 'Grace Hopper', language: 'DE' });
    expect(await updated(caller, { name: null, email: null })).toMatchObject({ email });
  });

  it('keeps the address until the new one is verified, and informs both', async () => {
    const { email, caller } = await person();
    const next = newEmail();
    expect(await updated(caller, { email: next.toUpperCase(), password })).toMatchObject({
      email,
      emailVerified: true,
      pendingEmail: next,
    });
    const sent = await sendMails(room);
    expect(sent.filter(({ to }) => to === next)).toMatchObject([{ kind: 'verify_email' }]);
    expect(sent.filter(({ to }) => to === email)).toMatchObject([
      { kind: 'email_change_requested' },
    ]);
  });

  it('informs the old address also after the new one was verified', async () => {
    const { id, email, caller } = await person();
    await updated(caller, { email: newEmail(), password });
    await room.database.pool.query(
      `UPDATE users SET email = 'new-' || id || '@example.com', email_sealed = NULL,
        pending_email = NULL, pending_email_sealed = NULL WHERE id = $1`,
      [id],
    );
    const sent = (await sendMails(room)).filter(({ to }) => to === email);
    expect(sent).toMatchObject([{ kind: 'email_change_requested' }]);
  });

  it('answers the same for an address that another account has', async () => {
    const taken = newEmail();
    await room.account({ email: taken });
    const { email, caller } = await person();
    expect(await updated(caller, { email: taken, password })).toMatchObject({
      __typename: 'User',
      email,
      pendingEmail: taken,
    });
  });

  it('needs the password for a new address, and changes nothing without it', async () => {
    const { caller } = await person();
    const input = { name: 'Grace', email: newEmail() };
    for (const missing of [{}, { password: null }, { password: '' }]) {
      expect(await updated(caller, { ...input, ...missing })).toEqual({
        __typename: 'ValidationError',
        code: 'VALIDATION',
        fields: [{ path: ['password'] }],
      });
    }
    expect(await updated(caller, { ...input, password: 'a wrong password' })).toEqual({
      __typename: 'InvalidCredentialsError',
      code: 'INVALID_CREDENTIALS',
    });
    expect(await updated(caller, {})).toMatchObject({ name: 'Ada Lovelace', pendingEmail: null });
  });

  it('cancels a pending change when the present address is given, without the password', async () => {
    const { email, caller } = await person();
    await updated(caller, { email: newEmail(), password });
    expect(await updated(caller, { email })).toMatchObject({ email, pendingEmail: null });
  });

  it('lets nobody mail ever more addresses', async () => {
    const { id, caller } = await person();
    for (let count = 0; count < verificationsPerHour; count += 1) {
      await updated(caller, { email: newEmail(), password });
    }
    const refused = await caller(update, { input: { email: newEmail(), password } });
    expect(refused.codes).toEqual(['RATE_LIMITED']);
    const { retryAfterSeconds } = refused.errors?.[0]?.extensions ?? {};
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(3_600);
    expect(await updated(caller, { name: 'Grace' })).toMatchObject({ name: 'Grace' });
    await room.database.pool.query(
      `UPDATE mails SET created_at = created_at - interval '1 hour' WHERE user_id = $1`,
      [id],
    );
    const next = newEmail();
    expect(await updated(caller, { email: next, password })).toMatchObject({ pendingEmail: next });
  });

  it('rejects a bad name and a long address', async () => {
    const { caller } = await person();
    const long = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(63)}.${'d'.repeat(63)}.example`;
    expect(await updated(caller, { name: ' ', email: long, password })).toMatchObject({
      fields: [{ path: ['name'] }, { path: ['email'] }],
    });
  });

  it('audits new addresses of everybody, and every change by staff, without their contents', async () => {
    const customer = await person();
    await updated(customer.caller, { name: 'Grace' });
    await updated(customer.caller, { email: newEmail(), password });
    const detail = (name: boolean, email: boolean) =>
      JSON.stringify({ name, language: false, email });
    const action = 'user.update_profile';
    expect(await auditOf(customer.id)).toMatchObject([{ action, detail: detail(false, true) }]);
    const support = await person('SUPPORT');
    await updated(support.caller, { name: 'Grace' });
    expect(await auditOf(support.id)).toMatchObject([{ action, detail: detail(true, false) }]);
  });

  it('shows a pending address to its owner only', async () => {
    const { id, email, caller } = await person();
    const next = newEmail();
    await updated(caller, { email: next, password });
    const user = '{ id pendingEmail }';
    const own = await caller(`{ me ${user} user(id: "${id}") ${user} }`);
    expect(own.data).toEqual({ me: { id, pendingEmail: next }, user: { id, pendingEmail: next } });
    const support = room.as(await room.account(), 'SUPPORT');
    expect((await support(`{ user(id: "${id}") ${user} }`)).data).toEqual({
      user: { id, pendingEmail: null },
    });
    const login = `mutation { login(input: { email: "${email}", password: "${password}" }) {
      ... on Session { user ${user} } } }`;
    expect((await room.anonymous()(login)).data).toEqual({
      login: { user: { id, pendingEmail: next } },
    });
  });

  it('is refused to a session that has ended', async () => {
    const { id, caller } = await person();
    const input = { name: 'Grace' };
    await room.database.pool.query('UPDATE users SET token_generation = 1 WHERE id = $1', [id]);
    expect((await caller(update, { input })).codes).toEqual(['UNAUTHENTICATED']);
  });
});
