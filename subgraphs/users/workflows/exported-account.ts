import type { UsersStore } from '../store';
import type { Account } from '../store/accounts';
import type { AuditRow } from '../store/audit';

/** Maximum length of the exported lists that grow with time; the newest entries are exported. */
const sessionsMax = 1_000;
const auditEntriesMax = 5_000;
const locksMax = 100;
const mailsMax = 1_000;
const keyAddressesMax = 1_000;

/** An entry without the account of staff that acted: that is staff's data, and not the person's. */
function exportedEntry(entry: AuditRow, own: readonly string[]): AuditRow {
  const isNamed = [...own, 'system', 'anonymous'].includes(entry.actor);
  return isNamed ? entry : { ...entry, actor: 'staff' };
}

/** Everything that users stores about an account, as JSON without its closing brace. */
export async function exportedAccount(account: Account, store: UsersStore): Promise<string> {
  const { id, email, name, roles, createdAt, updatedAt } = account;
  const { emailVerifiedAt, pendingEmail, language } = account;
  const apiKeys = await store.apiKeys.ofUser(id);
  /** What a person does with a key has the key as its actor. */
  const own = [`User:${id}`, ...apiKeys.map((key) => `ApiKey:${key.id}`)];
  const [addresses, secondFactor, secondFactorResets, ...rest] = await Promise.all([
    store.addresses.ofUser(id),
    store.secondFactors.of(id),
    store.secondFactors.resetsOf(id, locksMax),
    store.accountLocks.ofUser(id, locksMax),
    store.sessions.ofUser(id, sessionsMax),
    store.keyAddresses.ofUser(id, keyAddressesMax),
    store.mails.ofUser(id, mailsMax),
    store.savedViews.ofUser(id, null),
    store.dataExports.ofUser(id),
    store.accountImports.referenceOf(id),
    store.audit.about(own, auditEntriesMax),
  ]);
  const [locks, sessions, keyAddresses, mails, savedViews, ...last] = rest;
  const [dataExports, importReference, auditLog] = last;
  const address = { email, emailVerifiedAt, pendingEmail };
  return JSON.stringify({
    account: { id, importReference, ...address, name, language, roles, createdAt, updatedAt },
    addresses,
    locks,
    secondFactor,
    secondFactorResets,
    sessions,
    apiKeys,
    keyAddresses,
    mails,
    savedViews,
    dataExports,
    auditLog: auditLog.map((entry) => exportedEntry(entry, own)),
  }).slice(0, -1);
}
