import type { Database } from '../../../platform/database/pool';
import { accountStore } from './accounts';
import { addressStore } from './addresses';
import { auditStore } from './audit';
import { usersDatabase } from './database';
import { sessionStore } from './sessions';
import { signingKeyStore } from './signing-keys';

export type UsersStore = ReturnType<typeof usersStore>;

/** All that users keeps, a drawer per table or per pair of tables that change together. */
export function usersStore(pool: Database) {
  const database = usersDatabase(pool);
  return {
    accounts: accountStore(database),
    addresses: addressStore(database),
    sessions: sessionStore(database),
    signingKeys: signingKeyStore(database),
    audit: auditStore(database),
    close: () => pool.end(),
  };
}
