import { subgraphNames } from '../../config/subgraphs';
import {
  everyone,
  type InternalCallers,
  internalRulesOf,
  noApiKeys,
  person,
  signedIn,
  withRole,
} from '../../platform/auth/rules';
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
    email: noApiKeys,
    name: noApiKeys,
    addresses: noApiKeys,
    createdAt: noApiKeys,
  },
};

const everyService = ['gateway', ...subgraphNames, 'cli'];

/** Which service needs which field of the internal schema; others are refused. */
export const internalCallers = {
  Query: {
    actorRights: ['inventory', 'orders'],
    signingKeys: ['gateway'],
    userIdByEmail: ['orders', 'cli'],
    emailOfAccount: ['orders'],
    accessTokenFor: ['cli'],
    endedTokens: ['gateway'],
    erasedAccounts: ['orders'],
    lockedAccounts: ['orders'],
    auditChain: ['orders', 'cli'],
    resolveApiKey: ['gateway'],
  },
  Mutation: {
    // At the admin port of each process.
    admitAdmin: everyService,
    createAccount: ['cli'],
    appendAuditEntries: ['inventory', 'orders'],
    rotateSigningKey: ['cli'],
    rotateSigningKeyWhenOld: ['orders'],
    importCustomers: ['cli'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
