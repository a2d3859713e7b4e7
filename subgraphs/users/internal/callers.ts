import { subgraphNames } from '../../../config/subgraphs';
import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';

const everyService = ['gateway', ...subgraphNames, 'cli'];

/** The services that may use each field of the internal schema; others are rejected. */
export const internalCallers = {
  Query: {
    actorRights: ['inventory', 'orders'],
    signingKeys: ['gateway'],
    userIdByEmail: ['orders', 'cli'],
    mailJobs: ['orders'],
    mailRecipient: ['orders'],
    isEmailVerified: ['orders'],
    accessAudit: ['cli'],
    accessTokenFor: ['cli'],
    endedTokens: ['gateway'],
    erasedAccounts: ['orders'],
    lockedAccounts: ['orders'],
    startedAgain: ['orders'],
    flagOverrides: everyService,
    auditChain: ['orders', 'cli'],
    auditExport: ['cli'],
    signAuditExport: ['cli'],
    resolveApiKey: ['gateway'],
    dataExportPart: ['gateway'],
  },
  Mutation: {
    // The admin port of each process calls it.
    admitAdmin: everyService,
    acceptUnsignedEntries: ['cli'],
    createAccount: ['cli'],
    createAdministrator: ['cli'],
    keyUsedFrom: ['gateway'],
    appendAuditEntries: ['inventory', 'orders', 'cli'],
    retryMail: ['orders'],
    forgetErasures: ['orders'],
    forgetExpired: ['orders'],
    openDataExport: ['gateway'],
    assignRolesByOperator: ['cli'],
    resetSecondFactorByOperator: ['cli'],
    eraseAccountByOperator: ['cli'],
    rotateSigningKey: ['cli'],
    rotateSigningKeyWhenOld: ['orders'],
    importCustomers: ['cli'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
