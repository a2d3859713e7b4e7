import { subgraphNames } from '../../../config/subgraphs';
import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';
import { AcceptUnsignedEntriesOperation } from './accept-unsigned-entries';
import { AccessAuditOperation } from './access-audit';
import { AccessTokenForOperation } from './access-token-for';
import { ActorRightsOperation } from './actor-rights';
import { AdmitAdminOperation } from './admit-admin';
import { AppendAuditEntriesOperation } from './append-audit-entries';
import { AssignRolesByOperatorOperation } from './assign-roles-by-operator';
import { AuditChainOperation } from './audit-chain';
import { AuditExportOperation } from './audit-export';
import { CreateAccountOperation } from './create-account';
import { CreateAdministratorOperation } from './create-administrator';
import { DataExportPartOperation } from './data-export-part';
import { EndedTokensOperation } from './ended-tokens';
import { EraseAccountByOperatorOperation } from './erase-account-by-operator';
import { ErasedAccountsOperation } from './erased-accounts';
import { FlagOverridesOperation } from './flag-overrides';
import { ForgetErasuresOperation } from './forget-erasures';
import { ForgetExpiredOperation } from './forget-expired';
import { ImportCustomersOperation } from './import-customers';
import { IsEmailVerifiedOperation } from './is-email-verified';
import { KeyUsedFromOperation } from './key-used-from';
import { LockedAccountsOperation } from './locked-accounts';
import { MailJobsOperation } from './mail-jobs';
import { MailRecipientOperation } from './mail-recipient';
import { OpenDataExportOperation } from './open-data-export';
import { ResetSecondFactorByOperatorOperation } from './reset-second-factor-by-operator';
import { ResolveApiKeyOperation } from './resolve-api-key';
import { RetryMailOperation } from './retry-mail';
import { RotateSigningKeyOperation } from './rotate-signing-key';
import { RotateSigningKeyWhenOldOperation } from './rotate-signing-key-when-old';
import { SignAuditExportOperation } from './sign-audit-export';
import { SigningKeysOperation } from './signing-keys';
import { StartedAgainOperation } from './started-again';
import { UserIdByEmailOperation } from './user-id-by-email';

/** The operations that other services and the commands call; no client of the gateway can. */
export const internalOperations = [
  AcceptUnsignedEntriesOperation,
  AccessAuditOperation,
  AccessTokenForOperation,
  ActorRightsOperation,
  AdmitAdminOperation,
  AppendAuditEntriesOperation,
  AssignRolesByOperatorOperation,
  AuditChainOperation,
  AuditExportOperation,
  CreateAccountOperation,
  CreateAdministratorOperation,
  DataExportPartOperation,
  EndedTokensOperation,
  EraseAccountByOperatorOperation,
  ErasedAccountsOperation,
  FlagOverridesOperation,
  ForgetErasuresOperation,
  ForgetExpiredOperation,
  ImportCustomersOperation,
  KeyUsedFromOperation,
  LockedAccountsOperation,
  ResetSecondFactorByOperatorOperation,
  ResolveApiKeyOperation,
  RetryMailOperation,
  RotateSigningKeyOperation,
  RotateSigningKeyWhenOldOperation,
  SignAuditExportOperation,
  SigningKeysOperation,
  StartedAgainOperation,
  IsEmailVerifiedOperation,
  MailJobsOperation,
  MailRecipientOperation,
  OpenDataExportOperation,
  UserIdByEmailOperation,
];

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
