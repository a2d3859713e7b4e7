import { everyone, neverKeys, person, signedIn, system, withRole } from '../../platform/auth/rules';
import { keyHolderRoles } from './domain/api-key';

/** Keys never manage keys, passwords or roles: these are for people, and so are their own data. */
const keyHolders = withRole(keyHolderRoles);
const admins = withRole(['ADMIN']);
/** SUPPORT for customers only: the row decides. */
const accountKeepers = withRole(['SUPPORT', 'ADMIN']);

/** Who may do what in users. Every root field is named here; a test sees to it. */
export const rules = {
  Query: {
    me: signedIn(),
    user: person,
    users: accountKeepers,
    // Whoever has lost the role that allowed keys still sees them, and can revoke them.
    apiKeys: person,
    exportMyData: person,
    auditLog: admins,
    featureFlags: admins,
  },
  Mutation: {
    register: everyone,
    login: everyone,
    refreshSession: everyone,
    logout: everyone,
    saveAddress: person,
    deleteAddress: person,
    changePassword: person,
    logoutEverywhere: person,
    eraseAccount: person,
    lockAccount: accountKeepers,
    unlockAccount: accountKeepers,
    endSessions: accountKeepers,
    assignRoles: admins,
    createApiKey: keyHolders,
    rotateApiKey: keyHolders,
    revokeApiKey: person,
  },
  // A key says whose it is and what it may do; it opens nobody's address book.
  User: {
    email: neverKeys,
    name: neverKeys,
    addresses: neverKeys,
    createdAt: neverKeys,
  },
};

/** The internal schema is for the other services alone. */
export const internalRules = {
  Query: {
    actorRights: system,
    signingKeys: system,
    userIdByEmail: system,
    emailOfAccount: system,
    accessTokenFor: system,
    endedTokens: system,
    erasedAccounts: system,
    lockedAccounts: system,
    auditChain: system,
    resolveApiKey: system,
  },
  Mutation: {
    admitAdmin: system,
    createAccount: system,
    appendAuditEntries: system,
    rotateSigningKey: system,
    rotateSigningKeyWhenOld: system,
    importCustomers: system,
  },
};
