import { everyone, person, signedIn, system, withRole } from '../../platform/auth/rules';

/** Who may do what in users. Every root field is named here; a test sees to it. */
export const rules = {
  Query: {
    me: signedIn(),
    user: person,
    users: withRole(['SUPPORT', 'ADMIN']),
  },
  Mutation: {
    register: everyone,
    login: everyone,
    refreshSession: everyone,
    logout: everyone,
    saveAddress: person,
    deleteAddress: person,
  },
};

/** The internal schema is for the other services alone. */
export const internalRules = {
  Query: {
    signingKeys: system,
    userIdByEmail: system,
    accessTokenFor: system,
  },
  Mutation: {
    createAccount: system,
  },
};
