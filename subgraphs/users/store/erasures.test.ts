import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { mailsPerHour } from '../domain/mail';
import { disownChange, movedAway, newEmail, rowOf, stolenAccount } from '../testing/hijacking';
import { changeEmail, mailedToken, resetToken, succeed, verify } from '../testing/redeemables';
import { sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

const erase = async (id: string) => {
  const query = `mutation { eraseAccount(password: "${password}") { __typename } }`;
  const { eraseAccount: answer } = await succeed(room.as(id, 'CUSTOMER'), query);
  expect(answer).toEqual({ __typename: 'AccountErased' });
};

/** @returns the id of the account; undefined if the address is taken. */
async function register(email: string): Promise<string | undefined> {
  const input = `email: "${email}", password: "${password}", name: "Ada"`;
  const query = `mutation { register(input: { ${input} }) { ... on Session { user { id } } } }`;
  const { register: answer } = await succeed(room.anonymous(), query);
  return (answer as { user?: { id: string } }).user?.id;
}

/** Erases an account that has asked for an address of somebody else. */
async function eraseAccountThatAskedFor(next: string): Promise<void> {
  const id = await room.account({ password });
  await succeed(room.as(id, 'CUSTOMER'), changeEmail, { next });
  await erase(id);
}

describe('the erasure of an account', () => {
  it('leaves an address that it only asked for to the account that gave it up', async () => {
    const stolen = await stolenAccount(room);
    const { link } = await movedAway(stolen);
    await eraseAccountThatAskedFor(stolen.email);
    expect(await register(stolen.email)).toBeUndefined();
    expect((await disownChange(room, link)).__typename).toBe('ChangeDisowned');
  });

  it('leaves the searches for the person who has an address that it only asked for', async () => {
    const email = newEmail();
    await room.account({ email });
    const userId = await room.account({ roles: ['SUPPORT'] });
    const view = { userId, id: null, list: 'orders', name: 'Hers', query: `search=${email}` };
    await room.store.savedViews.save(view, 5, () => null);
    await eraseAccountThatAskedFor(email);
    expect(await room.store.savedViews.ofUser(userId, null)).toMatchObject([{ name: 'Hers' }]);
  });

  it('leaves no allowance of further mails to an address that it never proved', async () => {
    const email = newEmail();
    let mailed = 0;
    for (let n = 0; n <= mailsPerHour; n += 1) {
      const id = await register(email);
      mailed += (await sendMails(room)).filter(({ to }) => to === email).length;
      await erase(id ?? '');
    }
    expect(mailed).toBe(mailsPerHour);
    const { named } = await rowOf(
      room,
      'SELECT count(user_id)::int AS named FROM mails WHERE email = $1',
      await room.lookup(email),
    );
    expect(named).toBe(0);
  });

  it('deletes the mails to its verified address', async () => {
    const email = newEmail();
    const id = await register(email);
    expect(await verify(room, await mailedToken(room, email, 'verify_email'))).toBe('User');
    await resetToken(room, email);
    await erase(id ?? '');
    const { left } = await rowOf(
      room,
      'SELECT count(*)::int AS left FROM mails WHERE email = $1',
      await room.lookup(email),
    );
    expect(left).toBe(0);
  });

  it('refuses what the person still adds, because their tokens remain valid for a moment', async () => {
    const { addresses, mails, savedViews } = room.store;
    const userId = uuidV7();
    const fields = { recipient: 'Ada', line1: '1', city: 'Berlin', postalCode: '1', country: 'DE' };
    const nothing = { label: null, line2: null, region: null, phone: null };
    const address = { id: null, userId, fields: { ...fields, ...nothing } };
    const view = { userId, id: null, list: 'orders', name: 'Mine', query: '' };
    const added = await Promise.allSettled([
      addresses.save(address, 5, () => null),
      savedViews.save(view, 5, () => null),
      mails.add({ kind: 'verify_email', email: newEmail(), userId }),
    ]);
    const refused = { reason: { extensions: { code: 'UNAUTHENTICATED' } } };
    expect(added).toMatchObject(added.map(() => refused));
  });
});
