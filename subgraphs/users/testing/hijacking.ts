import type { Role } from '../../../access/roles';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import type { AccountMailKind } from '../domain/mail';
import { changeEmail, disownToken, mailedToken, succeed, verify } from './redeemables';
import { confirmTotp, enrolTotp } from './second-factor';
import { type Caller, password, type UsersRoom } from './users-room';

/** Later than every generation that a test reaches. */
const latest = 1_000;

/** The account of a test, and somebody who is signed in to it whatever ended before. */
export interface Stolen {
  readonly room: UsersRoom;
  readonly id: string;
  readonly email: string;
  readonly thief: Caller;
}

export const newEmail = () => `${uuidV7()}@example.com`;

export async function stolenAccount(
  room: UsersRoom,
  given: { readonly isVerified?: boolean; readonly roles?: readonly Role[] } = {},
): Promise<Stolen> {
  const { isVerified = true, roles = ['CUSTOMER'] } = given;
  const email = newEmail();
  const id = await room.account({ email, password, isVerified, roles });
  // Each call comes from a sign-in that is later than every change before it.
  const thief: Caller = (...call) => room.asGeneration(latest, id, ...roles)(...call);
  return { room, id, email, thief };
}

/** Moves the account to an address of the thief. @returns it. */
export async function moveAway({ room, thief }: Stolen): Promise<string> {
  const next = newEmail();
  await succeed(thief, changeEmail, { next });
  const outcome = await verify(room, await mailedToken(room, next, 'verify_email'));
  if (outcome !== 'User') throw new Error(outcome);
  return next;
}

/** The owner's link after the account moved away. */
export async function movedAway(stolen: Stolen) {
  const thiefs = await moveAway(stolen);
  return { thiefs, link: await linkIn(stolen, 'email_was_changed') };
}

/** The token in the newest mail of the kind to the owner's address. */
export const linkIn = ({ room, email }: Stolen, kind: AccountMailKind): Promise<string> =>
  disownToken(room, email, kind);

export async function changePassword({ thief }: Stolen, current: string, next: string) {
  const given = `current: "${current}", new: "${next}"`;
  await succeed(thief, `mutation { changePassword(${given}) { __typename } }`);
}

/** Sets up a second factor. @returns its secret. */
export async function setUpFactor({ thief }: Stolen, typed = password): Promise<string> {
  const { enrolTotp: begun } = await succeed(thief, enrolTotp, { password: typed });
  const { secret } = begun as { secret: string };
  await succeed(thief, confirmTotp, { code: codeShown(secret) });
  return secret;
}

export interface Disowned {
  readonly __typename: string;
  readonly email?: string;
  readonly resetToken?: string;
}

export async function disownChange(room: UsersRoom, token: string): Promise<Disowned> {
  const query = `mutation ($token: String!) { disownChange(token: $token) {
    __typename ... on ChangeDisowned { email resetToken }
  } }`;
  const { disownChange: answer } = await succeed(room.anonymous(), query, { token });
  return answer as Disowned;
}

/** The one row that the statement returns. */
export async function rowOf(room: UsersRoom, statement: string, ...values: unknown[]) {
  const { rows } = await room.database.pool.query(statement, values);
  return rows[0];
}

/** The links of the account as they are when their time is over. */
export const expireLinks = ({ room, id }: Stolen) =>
  room.database.pool.query(
    `UPDATE mails SET disown_until = disown_until - interval '7 days 1 minute' WHERE user_id = $1`,
    [id],
  );
