import type { Database } from '../../../platform/database/pool';
import { accessAuditStore } from './access-audit';
import { accountImportStore } from './account-imports';
import { accountLockStore } from './account-locks';
import { accountStore } from './accounts';
import { addressStore } from './addresses';
import { administratorStore } from './administrators';
import { apiKeyStore } from './api-keys';
import { auditStore } from './audit';
import { auditChainStore } from './audit-chain';
import { dataExportStore } from './data-exports';
import { type UsersKeys, usersDatabase } from './database';
import { disowningStore } from './disowning';
import { erasureStore } from './erasures';
import { expiredStore } from './expired';
import { flagOverrideStore } from './flag-overrides';
import { keyAddressStore } from './key-addresses';
import { mailQueueStore } from './mail-queue';
import { mailTokenStore } from './mail-tokens';
import { mailStore } from './mails';
import { passwordStore } from './passwords';
import { recoveryStore } from './recovery';
import { roleStore } from './roles';
import { savedViewStore } from './saved-views';
import { sealedTables } from './sealed-tables';
import { secondFactorStore } from './second-factors';
import { sessionStore } from './sessions';
import { signInChallengeStore } from './sign-in-challenges';
import { signingKeyStore } from './signing-keys';
import { tokenEndStore } from './token-ends';

export type { UsersKeys };
export type UsersStore = ReturnType<typeof usersStore>;

/** The store of users: one part per table, or per pair of tables that change together. */
export function usersStore(pool: Database, keys: UsersKeys) {
  const database = usersDatabase(pool, keys);
  return {
    accounts: accountStore(database),
    accountLocks: accountLockStore(database),
    accountImports: accountImportStore(database),
    addresses: addressStore(database),
    administrators: administratorStore(database),
    erasures: erasureStore(database),
    passwords: passwordStore(database),
    roles: roleStore(database),
    dataExports: dataExportStore(database),
    expired: expiredStore(database),
    accessAudit: accessAuditStore(database),
    apiKeys: apiKeyStore(database),
    keyAddresses: keyAddressStore(database),
    flagOverrides: flagOverrideStore(database),
    savedViews: savedViewStore(database),
    mails: mailStore(database),
    mailQueue: mailQueueStore(database),
    mailTokens: mailTokenStore(database),
    recovery: recoveryStore(database),
    disowning: disowningStore(database),
    sessions: sessionStore(database),
    secondFactors: secondFactorStore(database),
    signInChallenges: signInChallengeStore(database),
    tokenEnds: tokenEndStore(database),
    signingKeys: signingKeyStore(database),
    audit: auditStore(database),
    auditChain: auditChainStore(database),
    dataKeys: database.keys,
    sealedTables: sealedTables(database),
    warmUp: () => database.prisma.$connect(),
    close: () => pool.end(),
  };
}
