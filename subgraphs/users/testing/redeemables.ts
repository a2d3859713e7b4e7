import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import type { AccountMailKind, ReplacedPurpose, TokenPurpose } from '../domain/mail';
import { endedTokens } from './documents';
import {
  confirmSignIn,
  confirmTotp,
  enrolled,
  enrolTotp,
  forgetUsedSteps,
  logIn,
} from './second-factor';
import { sendMails } from './sent-mails';
import { type Caller, password, type UsersRoom } from './users-room';

/** What lets its holder in, or changes the credentials, some time after it was made. */
export type Redeemable =
  | TokenPurpose
  | 'pending_email'
  | 'challenge'
  | 'enrolment'
  | 'refresh_token'
  | 'access_token';

export interface Holder {
  readonly room: UsersRoom;
  readonly id: string;
  readonly email: string;
  /** The account's owner, with a token of its first generation. */
  readonly owner: Caller;
  /** Null without a second factor. */
  readonly secret: string | null;
}

interface Kind {
  /** The account that it can be made for. */
  readonly isVerified: boolean;
  readonly hasFactor: boolean;
  /** @returns whether it can still be redeemed, by redeeming it. */
  make(holder: Holder): Promise<() => Promise<boolean>>;
}

/** @throws the first error. */
export async function succeed(
  caller: Caller,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { data, errors } = await caller(query, variables);
  if (errors) throw errors[0];
  return data;
}

/** The type of the answer's `field`. */
async function fieldOf(...call: Parameters<typeof succeed>): Promise<string> {
  const { field } = await succeed(...call);
  return (field as { __typename: string }).__typename;
}

/** Later than every generation that a test reaches. */
const latest = 1_000;

/** The newest mail of the kind to the address. */
async function newestMail(room: UsersRoom, email: string, wanted: AccountMailKind) {
  const sent = await sendMails(room);
  const mail = sent.findLast(({ to, kind }) => to === email && kind === wanted);
  if (!mail) throw new Error(`No mail was sent to ${email}.`);
  return mail;
}

/** The token of the newest mail to the address. */
export const mailedToken = async (room: UsersRoom, email: string, purpose: ReplacedPurpose) =>
  (await newestMail(room, email, purpose)).token;

/** The token that disowns the change which the newest mail of the kind reports. */
export async function disownToken(
  room: UsersRoom,
  email: string,
  kind: AccountMailKind,
): Promise<string> {
  const { disownToken: token } = await newestMail(room, email, kind);
  if (token === null) throw new Error(`The mail ${kind} has no such link.`);
  return token;
}

export const disown = (room: UsersRoom, token: string) =>
  fieldOf(
    room.anonymous(),
    'mutation ($token: String!) { field: disownChange(token: $token) { __typename } }',
    { token },
  );

export const verify = (room: UsersRoom, token: string) =>
  fieldOf(
    room.anonymous(),
    'mutation ($token: String!) { field: verifyEmail(token: $token) { __typename } }',
    { token },
  );

export function resetPassword(room: UsersRoom, token: string): Promise<string> {
  const query = `mutation ($token: String!) {
    field: resetPassword(token: $token, password: "a password of the reset") { __typename }
  }`;
  return fieldOf(room.anonymous(), query, { token });
}

export async function resetToken(room: UsersRoom, email: string): Promise<string> {
  const request = 'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }';
  await room.anonymous()(request, { email });
  return mailedToken(room, email, 'reset_password');
}

export const changeEmail = `mutation ($next: EmailAddress!) {
  updateProfile(input: { email: $next, password: "${password}" }) { __typename }
}`;

/** The token of the notice about an address that was given and dropped again. */
export async function noticeToken({ room, owner, id, email }: Holder): Promise<string> {
  await succeed(owner, changeEmail, { next: `dropped-${id}@example.com` });
  await succeed(owner, `mutation { updateProfile(input: { email: "${email}" }) { __typename } }`);
  return disownToken(room, email, 'email_change_requested');
}

export async function pendingToken({ room, owner, id }: Holder): Promise<string> {
  const next = `next-${id}@example.com`;
  await succeed(owner, changeEmail, { next });
  return mailedToken(room, next, 'verify_email');
}

/** A session of the account; with the next code of its app, if it has a second factor. */
export async function signIn({ room, email, secret }: Holder, typed = password) {
  const answer = await logIn(room.anonymous(), email, typed);
  if (secret === null) return answer;
  await forgetUsedSteps(room);
  return confirmSignIn(room.anonymous(), answer.challenge, codeShown(secret));
}

export const refreshed = (room: UsersRoom, token: string) =>
  fieldOf(
    room.anonymous(),
    'mutation ($token: String!) { field: refreshSession(refreshToken: $token) { __typename } }',
    { token },
  );

/** Whether services that check tokens know it as ended. */
async function isEnded(room: UsersRoom, id: string, accessToken: string): Promise<boolean> {
  const { data } = await room.internal(endedTokens);
  const { ends } = data.endedTokens as { ends: { userId: string; belowGeneration: number }[] };
  const [, claims = ''] = accessToken.split('.');
  const { gen } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { gen: number };
  return ends.some(({ userId, belowGeneration }) => userId === id && gen < belowGeneration);
}

export const redeemables: Readonly<Record<Redeemable, Kind>> = {
  reset_password: {
    isVerified: true,
    hasFactor: false,
    async make({ room, email }) {
      const token = await resetToken(room, email);
      return async () => (await resetPassword(room, token)) !== 'TokenExpiredError';
    },
  },
  verify_email: {
    isVerified: false,
    hasFactor: false,
    async make({ room, email, owner }) {
      await owner('mutation { requestEmailVerification }');
      const token = await mailedToken(room, email, 'verify_email');
      return async () => (await verify(room, token)) === 'User';
    },
  },
  disown: {
    isVerified: true,
    hasFactor: false,
    async make(holder) {
      const token = await noticeToken(holder);
      return async () => (await disown(holder.room, token)) === 'ChangeDisowned';
    },
  },
  pending_email: {
    isVerified: true,
    hasFactor: false,
    async make(holder) {
      const token = await pendingToken(holder);
      return async () => (await verify(holder.room, token)) === 'User';
    },
  },
  challenge: {
    isVerified: true,
    hasFactor: true,
    async make({ room, email, secret }) {
      const { challenge } = await logIn(room.anonymous(), email);
      return async () => {
        await forgetUsedSteps(room);
        const code = codeShown(secret ?? '');
        return (await confirmSignIn(room.anonymous(), challenge, code)).__typename === 'Session';
      };
    },
  },
  enrolment: {
    isVerified: true,
    hasFactor: false,
    async make({ room, id, owner }) {
      const { data } = await owner(enrolTotp, { password });
      const { secret } = data.enrolTotp as { secret: string };
      return async () => {
        const newest = room.asGeneration(latest, id, 'CUSTOMER');
        const { data: confirmed } = await newest(confirmTotp, { code: codeShown(secret) });
        return (confirmed.confirmTotp as { __typename: string }).__typename === 'RecoveryCodes';
      };
    },
  },
  refresh_token: {
    isVerified: true,
    hasFactor: false,
    async make(holder) {
      const { refreshToken: token } = await signIn(holder);
      return async () => (await refreshed(holder.room, token)) === 'Session';
    },
  },
  access_token: {
    isVerified: true,
    hasFactor: false,
    async make(holder) {
      const { accessToken } = await signIn(holder);
      return async () => !(await isEnded(holder.room, holder.id, accessToken));
    },
  },
};

/** An account for which a kind can be made. */
export async function holderOf(
  room: UsersRoom,
  kind: Redeemable,
  needsFactor: boolean,
): Promise<Holder> {
  const { isVerified } = redeemables[kind];
  const hasFactor = needsFactor || redeemables[kind].hasFactor;
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password, isVerified });
  const secret = hasFactor ? (await enrolled(room.as(id, 'CUSTOMER'))).secret : null;
  // A session that is younger than the factor counts as signed in with it.
  const owner = room.as(id, 'CUSTOMER');
  return { room, id, email, owner, secret };
}
