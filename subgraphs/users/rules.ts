import { noApiKeys, person, signedIn, withRole } from '../../access/rules';
import { everyone } from '../../platform/auth/rules';
import { keyHolderRoles } from './domain/api-key';

/** API keys cannot manage keys, passwords, roles or personal data. */
const keyHolders = withRole(keyHolderRoles);
const admins = withRole(['ADMIN']);
/** SUPPORT may only change customers, which is checked on the row. */
const accountKeepers = withRole(['SUPPORT', 'ADMIN']);

/** The permissions of users. A test checks that every root field is listed. */
export const rules = {
  Query: {
    me: signedIn(),
    user: person,
    users: accountKeepers,
    // Owners can see and revoke their keys even after losing the role.
    apiKeys: person,
    exportMyData: person,
    dataExports: person,
    auditLog: admins,
    featureFlags: admins,
    savedViews: person,
  },
  Mutation: {
    register: everyone,
    login: everyone,
    confirmSecondFactor: everyone,
    refreshSession: everyone,
    logout: everyone,
    requestPasswordReset: everyone,
    resetPassword: everyone,
    verifyEmail: everyone,
    disownChange: everyone,
    requestDataExport: person,
    requestEmailVerification: person,
    updateProfile: person,
    saveAddress: person,
    deleteAddress: person,
    changePassword: person,
    logoutEverywhere: person,
    enrolTotp: person,
    confirmTotp: person,
    removeSecondFactor: person,
    eraseAccount: person,
    lockAccount: accountKeepers,
    unlockAccount: accountKeepers,
    endSessions: accountKeepers,
    assignRoles: admins,
    setFeatureFlag: admins,
    resetFeatureFlag: admins,
    saveView: person,
    deleteView: person,
    resetSecondFactor: admins,
    createApiKey: keyHolders,
    rotateApiKey: keyHolders,
    revokeApiKey: person,
  },
  // A key can read its owner and its scopes, but no addresses.
  User: {
    email: noApiKeys,
    emailVerified: noApiKeys,
    pendingEmail: noApiKeys,
    language: noApiKeys,
    name: noApiKeys,
    addresses: noApiKeys,
    createdAt: noApiKeys,
  },
};
