import { subgraphNames } from '../../config/subgraphs';
import { type InternalCallers, internalRulesOf } from '../../platform/auth/rules';
import { AcceptUnsignedEntriesOperation } from './operations/accept-unsigned-entries';
import { AccessAuditOperation } from './operations/access-audit';
import { AccessTokenForOperation } from './operations/access-token-for';
import { ActorRightsOperation } from './operations/actor-rights';
import { AdmitAdminOperation } from './operations/admit-admin';
import { AppendAuditEntriesOperation } from './operations/append-audit-entries';
import { AssignRolesByOperatorOperation } from './operations/assign-roles-by-operator';
import { AuditChainOperation } from './operations/audit-chain';
import { AuditExportOperation } from './operations/audit-export';
import { CreateAccountOperation } from './operations/create-account';
import { DataExportPartOperation } from './operations/data-export-part';
import { EndedTokensOperation } from './operations/ended-tokens';
import { EraseAccountByOperatorOperation } from './operations/erase-account-by-operator';
import { ErasedAccountsOperation } from './operations/erased-accounts';
import { FlagOverridesOperation } from './operations/flag-overrides';
import { ForgetErasuresOperation } from './operations/forget-erasures';
import { ForgetExpiredOperation } from './operations/forget-expired';
import { ImportCustomersOperation } from './operations/import-customers';
import { IsEmailVerifiedOperation } from './operations/is-email-verified';
import { KeyUsedFromOperation } from './operations/key-used-from';
import { LockedAccountsOperation } from './operations/locked-accounts';
import { MailHandledOperation } from './operations/mail-handled';
import { MailRecipientOperation } from './operations/mail-recipient';
import { OpenDataExportOperation } from './operations/open-data-export';
import { PrepareMailOperation } from './operations/prepare-mail';
import { ResetSecondFactorByOperatorOperation } from './operations/reset-second-factor-by-operator';
import { ResolveApiKeyOperation } from './operations/resolve-api-key';
import { RotateSigningKeyOperation } from './operations/rotate-signing-key';
import { RotateSigningKeyWhenOldOperation } from './operations/rotate-signing-key-when-old';
import { SignAuditExportOperation } from './operations/sign-audit-export';
import { SigningKeysOperation } from './operations/signing-keys';
import { UnqueuedMailsOperation } from './operations/unqueued-mails';
import { UserIdByEmailOperation } from './operations/user-id-by-email';

/** The internal schema of users, for the other services and the project's tools. */
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
  RotateSigningKeyOperation,
  RotateSigningKeyWhenOldOperation,
  SignAuditExportOperation,
  SigningKeysOperation,
  IsEmailVerifiedOperation,
  MailHandledOperation,
  MailRecipientOperation,
  OpenDataExportOperation,
  PrepareMailOperation,
  UnqueuedMailsOperation,
  UserIdByEmailOperation,
];

const everyService = ['gateway', ...subgraphNames, 'cli'];

/** The services that may use each field of the internal schema; others are rejected. */
export const internalCallers = {
  Query: {
    actorRights: ['inventory', 'orders'],
    signingKeys: ['gateway'],
    userIdByEmail: ['orders', 'cli'],
    mailRecipient: ['orders'],
    isEmailVerified: ['orders'],
    accessAudit: ['cli'],
    accessTokenFor: ['cli'],
    endedTokens: ['gateway'],
    erasedAccounts: ['orders'],
    lockedAccounts: ['orders'],
    flagOverrides: ['gateway', 'users', 'orders', 'cli'],
    auditChain: ['orders', 'cli'],
    auditExport: ['cli'],
    signAuditExport: ['cli'],
    resolveApiKey: ['gateway'],
    dataExportPart: ['gateway'],
  },
  Mutation: {
    // For the admin port of each process.
    admitAdmin: everyService,
    acceptUnsignedEntries: ['cli'],
    createAccount: ['cli'],
    keyUsedFrom: ['gateway'],
    appendAuditEntries: ['inventory', 'orders', 'cli'],
    unqueuedMails: ['orders'],
    prepareMail: ['orders'],
    mailHandled: ['orders'],
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
