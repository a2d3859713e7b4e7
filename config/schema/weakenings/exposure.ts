import { isWideNetwork, parseNetwork } from '../../../platform/net/network';
import { subgraphNames } from '../../subgraphs';
import { mailPages } from '../mail';
import { valueAt } from '../raw-settings';
import { hostOf, isElsewhere, plaintextLinks, replicaPaths, shardPaths } from '../tls';
import { refused, type Weakening, warned } from './weakening';

const listAt = (raw: unknown, path: string): string[] => {
  const value = valueAt(raw, path);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

function wideProxies(raw: unknown): Weakening[] {
  const path = 'server.trustedProxies';
  return listAt(raw, path)
    .filter((entry) => {
      const network = parseNetwork(entry);
      return network !== null && isWideNetwork(network);
    })
    .map((entry) =>
      refused(
        path,
        `"${entry}" includes strangers, who could claim any network address and pass every rate ` +
          'limit: name your own proxies, at most a network of /8',
      ),
    );
}

/** Pages that tokens and sessions are sent to. */
const pages = [
  'server.publicUrl',
  ...mailPages.map((page) => `mail.links.${page}`),
  'payments.stripe.returnUrl',
];

const isPlainPage = (value: unknown): boolean =>
  typeof value === 'string' && value.toLowerCase().startsWith('http:') && hostOf(value) !== null;

const plainPages = (raw: unknown): Weakening[] =>
  pages
    .filter((path) => isPlainPage(valueAt(raw, path)))
    .map((path) =>
      refused(path, 'passwords and mailed tokens would travel in plain text: expected https://'),
    );

/** Roles that PostgreSQL and its providers create with the rights of a superuser. */
const superusers: readonly unknown[] = ['postgres', 'root', 'rdsadmin', 'cloudsqladmin', 'azuresu'];
/** The first passwords that a guesser tries, beside the name of the role. */
const commonPasswords: readonly unknown[] = [
  'admin',
  'changeme',
  'password',
  'postgres',
  'root',
  'secret',
];

interface DatabaseAccount {
  /** The settings that name the role and its password. */
  readonly rolePath: string;
  readonly passwordPath: string;
  readonly role: unknown;
  readonly password: unknown;
}

/** The role of a URL that leads to another machine; null if there is none. */
function accountOfUrl(raw: unknown, path: string, setting = path): DatabaseAccount | null {
  const url = valueAt(raw, path);
  const parsed = hostOf(url) === null ? null : URL.parse(String(url));
  if (parsed === null) return null;
  const { searchParams, username, password } = parsed;
  return {
    rolePath: setting,
    passwordPath: setting,
    role: searchParams.get('user') ?? username,
    password: searchParams.get('password') ?? password,
  };
}

/** The role that serves on another machine, from a URL or the parts of one; null if there is none. */
function accountOf(raw: unknown, path: string): DatabaseAccount | null {
  if (typeof valueAt(raw, `${path}.url`) === 'string') return accountOfUrl(raw, `${path}.url`);
  const host = valueAt(raw, `${path}.host`);
  if (typeof host !== 'string' || !isElsewhere(host)) return null;
  return {
    rolePath: `${path}.user`,
    passwordPath: `${path}.password`,
    role: valueAt(raw, `${path}.user`),
    password: valueAt(raw, `${path}.password`),
  };
}

const accountsOf = (raw: unknown): (DatabaseAccount | null)[] =>
  [...subgraphNames.map((name) => `database.${name}`), ...shardPaths(raw)].flatMap((path) => [
    accountOf(raw, path),
    accountOfUrl(raw, `${path}.directUrl`),
    ...replicaPaths(raw, path).map((replica) => accountOfUrl(raw, replica, `${path}.replicaUrls`)),
  ]);

const databaseAccounts = (raw: unknown): Weakening[] =>
  accountsOf(raw).flatMap((account) => {
    if (account === null) return [];
    const { role, password, rolePath, passwordPath } = account;
    const found: Weakening[] = [];
    if (superusers.includes(role)) {
      const reason = `"${role}" may read and change everything on that server: expected a role of ops/postgres/roles.sql`;
      found.push(refused(rolePath, reason));
    }
    const isGuessable = password === role || commonPasswords.includes(password);
    if (isGuessable && password !== undefined && password !== '') {
      found.push(warned(passwordPath, 'the password is guessable: expected a random one'));
    }
    return found;
  });

/** Links in plain text that `tls.plaintextLinks` does not name are refused, the others logged. */
const plainLinks = (raw: unknown): Weakening[] =>
  plaintextLinks(raw).map(({ link, path, expected, isNamed }) =>
    isNamed
      ? warned(path, `${link} is in tls.plaintextLinks: anybody on the network may read this link`)
      : refused(
          path,
          `expected ${expected} to another machine in production, or ${link} in tls.plaintextLinks`,
        ),
  );

/** A backup contains the databases and the keys of their encrypted columns. */
function plainBackups(raw: unknown): Weakening[] {
  const isEmbedded =
    valueAt(raw, 'database.orders.url') == null && valueAt(raw, 'database.orders.shards') == null;
  const isElsewhere = valueAt(raw, 'database.orders.host') !== undefined;
  const isWithout = valueAt(raw, 'backups.encryptionSecret') == null;
  if (!isEmbedded || isElsewhere || !isWithout) return [];
  const isPlanned =
    valueAt(raw, 'backups.folder') !== undefined || valueAt(raw, 'backups.synchronousLog') === true;
  const reason =
    'backups would be in plain text, with the keys of the encrypted columns: set a secret';
  return [(isPlanned ? refused : warned)('backups.encryptionSecret', reason)];
}

/** What lets strangers in, or lets them listen. */
export const exposure = (raw: unknown): Weakening[] => [
  ...wideProxies(raw),
  ...plainPages(raw),
  ...plainLinks(raw),
  ...databaseAccounts(raw),
  ...plainBackups(raw),
];
