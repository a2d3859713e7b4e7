import { codeShown } from '../../../platform/testing/authenticator';
import {
  changeEmail,
  disown,
  type Holder,
  mailedToken,
  noticeToken,
  pendingToken,
  type Redeemable,
  redeemables,
  refreshed,
  resetPassword,
  resetToken,
  signIn,
  succeed,
  verify,
} from './redeemables';
import { confirmTotp, enrolTotp, forgetUsedSteps, logIn } from './second-factor';
import { password } from './users-room';

/** A call of a mutation, and which of the things that existed before cannot be redeemed after it. */
export interface CredentialEvent {
  readonly mutation: string;
  readonly what: string;
  readonly voids: readonly Redeemable[];
  /** Kinds that cannot exist before it, or that it redeems itself. */
  readonly without?: readonly Redeemable[];
  /** Whether the account has a second factor before it. */
  readonly needsFactor?: boolean;
  run(holder: Holder): Promise<unknown>;
}

export const kinds = Object.keys(redeemables) as Redeemable[];
/** The owner of an account disowns a change whatever a thief does after it. */
const allButDisown = kinds.filter((kind) => kind !== 'disown');
const outlastsFactors: readonly Redeemable[] = ['refresh_token', 'access_token'];
const unredeemed = allButDisown.filter((kind) => !outlastsFactors.includes(kind));
/** An account has one token that verifies an address: the newest. */
const verifications = ['verify_email', 'pending_email'] as const;
/** They need a verified address, or an account without a second factor. */
const notBesideFactor = ['verify_email', 'enrolment'] as const;

async function byAdmin({ room, id }: Holder, field: string): Promise<void> {
  const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
  await succeed(admin, `mutation ($id: ID!) { ${field} { __typename } }`, { id });
}

async function proveFirst({ room, email, owner, id }: Holder): Promise<void> {
  await room.database.pool.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [id]);
  await succeed(owner, 'mutation { requestEmailVerification }');
  const outcome = await verify(room, await mailedToken(room, email, 'verify_email'));
  if (outcome !== 'User') throw new Error(outcome);
}

async function begin({ owner }: Holder): Promise<string> {
  const { enrolTotp: begun } = await succeed(owner, enrolTotp, { password });
  return (begun as { secret: string }).secret;
}

const endOfEverything: readonly CredentialEvent[] = [
  {
    mutation: 'resetPassword',
    what: 'of a verified account or as its first proof',
    voids: kinds,
    run: async ({ room, email }) => resetPassword(room, await resetToken(room, email)),
  },
  {
    mutation: 'disownChange',
    what: 'of a later change',
    voids: allButDisown,
    without: verifications,
    run: async (holder) => disown(holder.room, await noticeToken(holder)),
  },
  {
    mutation: 'changePassword',
    what: '',
    voids: allButDisown,
    run: ({ owner }) => {
      const given = `current: "${password}", new: "another long password"`;
      return succeed(owner, `mutation { changePassword(${given}) { __typename } }`);
    },
  },
  {
    mutation: 'logoutEverywhere',
    what: '',
    voids: allButDisown,
    run: ({ owner }) => succeed(owner, 'mutation { logoutEverywhere }'),
  },
  {
    mutation: 'endSessions',
    what: 'by staff',
    voids: allButDisown,
    run: (holder) => byAdmin(holder, 'endSessions(userId: $id)'),
  },
  {
    mutation: 'lockAccount',
    what: 'and unlockAccount',
    voids: allButDisown,
    run: async (holder) => {
      await byAdmin(holder, 'lockAccount(userId: $id, reason: "x")');
      await byAdmin(holder, 'unlockAccount(userId: $id, reason: "x")');
    },
  },
];

const endOfUnredeemed: readonly CredentialEvent[] = [
  {
    mutation: 'verifyEmail',
    what: 'of a pending address',
    voids: unredeemed,
    without: verifications,
    run: async (holder) => verify(holder.room, await pendingToken(holder)),
  },
  {
    mutation: 'confirmTotp',
    what: '',
    voids: unredeemed,
    without: [...notBesideFactor, 'challenge'],
    run: async (holder) => {
      const code = codeShown(await begin(holder));
      return succeed(holder.owner, confirmTotp, { code });
    },
  },
  {
    mutation: 'removeSecondFactor',
    what: '',
    voids: unredeemed,
    without: notBesideFactor,
    needsFactor: true,
    run: async ({ room, owner, secret }) => {
      await forgetUsedSteps(room);
      const given = `password: "${password}", code: "${codeShown(secret ?? '')}"`;
      return succeed(owner, `mutation { removeSecondFactor(${given}) }`);
    },
  },
  {
    mutation: 'resetSecondFactor',
    what: 'by an ADMIN',
    voids: unredeemed,
    run: (holder) => byAdmin(holder, 'resetSecondFactor(userId: $id, reason: "x")'),
  },
  {
    mutation: 'resetSecondFactorByOperator',
    what: '',
    voids: unredeemed,
    run: ({ room, email }) =>
      succeed(room.internal, `mutation { resetSecondFactorByOperator(email: "${email}") }`),
  },
];

const endOfAccessTokens: readonly CredentialEvent[] = [
  {
    mutation: 'assignRoles',
    what: '',
    voids: ['challenge', 'access_token'],
    run: (holder) => byAdmin(holder, 'assignRoles(userId: $id, roles: [PARTNER])'),
  },
  {
    mutation: 'assignRolesByOperator',
    what: '',
    voids: ['challenge', 'access_token'],
    run: ({ room, email }) => {
      const given = `email: "${email}", roles: [PARTNER]`;
      return succeed(room.internal, `mutation { assignRolesByOperator(${given}) { changed } }`);
    },
  },
  {
    mutation: 'refreshSession',
    what: 'with a used token',
    voids: ['challenge', 'access_token'],
    run: async (holder) => {
      const { refreshToken: token } = await signIn(holder);
      await refreshed(holder.room, token);
      await holder.room.database.pool.query(
        `UPDATE refresh_tokens SET used_at = used_at - interval '1 hour'`,
      );
      return refreshed(holder.room, token);
    },
  },
];

const endOfOthersAlone: readonly CredentialEvent[] = [
  {
    mutation: 'verifyEmail',
    what: 'of the first address',
    voids: [],
    without: verifications,
    run: proveFirst,
  },
  {
    mutation: 'updateProfile',
    what: 'with another address',
    voids: ['pending_email'],
    run: ({ owner, id }) => succeed(owner, changeEmail, { next: `other-${id}@example.com` }),
  },
  {
    mutation: 'updateProfile',
    what: 'with a name',
    voids: [],
    run: ({ owner }) =>
      succeed(owner, 'mutation { updateProfile(input: { name: "Grace" }) { __typename } }'),
  },
  {
    mutation: 'enrolTotp',
    what: '',
    voids: ['enrolment'],
    without: ['verify_email', 'challenge'],
    run: begin,
  },
  {
    mutation: 'requestPasswordReset',
    what: 'before its mail is sent',
    voids: [],
    run: ({ room, email }) =>
      succeed(room.anonymous(), `mutation { requestPasswordReset(email: "${email}") }`),
  },
  {
    mutation: 'requestEmailVerification',
    what: 'before its mail is sent',
    voids: [],
    run: ({ owner }) => succeed(owner, 'mutation { requestEmailVerification }'),
  },
  { mutation: 'login', what: '', voids: [], run: signIn },
  {
    mutation: 'login',
    what: 'with a wrong password',
    voids: [],
    run: ({ room, email }) => logIn(room.anonymous(), email, 'a wrong password'),
  },
  {
    mutation: 'refreshSession',
    what: 'of another session',
    voids: [],
    run: async (holder) => refreshed(holder.room, (await signIn(holder)).refreshToken),
  },
  {
    mutation: 'logout',
    what: 'of another session',
    voids: [],
    run: async (holder) => {
      const { refreshToken } = await signIn(holder);
      const { room } = holder;
      return succeed(room.anonymous(), `mutation { logout(refreshToken: "${refreshToken}") }`);
    },
  },
];

export const credentialEvents: readonly CredentialEvent[] = [
  ...endOfEverything,
  ...endOfUnredeemed,
  ...endOfAccessTokens,
  ...endOfOthersAlone,
];

/** Mutations that neither change credentials nor end sessions. */
export const otherMutations: readonly string[] = [
  'register',
  'confirmSecondFactor',
  'unlockAccount',
  'saveAddress',
  'deleteAddress',
  'saveView',
  'deleteView',
  'createApiKey',
  'rotateApiKey',
  'revokeApiKey',
  'setFeatureFlag',
  'resetFeatureFlag',
  'requestDataExport',
  'openDataExport',
  'admitAdmin',
  'keyUsedFrom',
  'appendAuditEntries',
  'acceptUnsignedEntries',
  'rotateSigningKey',
  'rotateSigningKeyWhenOld',
  'createAccount',
  'createAdministrator',
  'importCustomers',
  'retryMail',
  'forgetErasures',
  'forgetExpired',
  // They delete the account with everything that belongs to it.
  'eraseAccount',
  'eraseAccountByOperator',
];
