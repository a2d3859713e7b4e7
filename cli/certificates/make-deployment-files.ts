import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateSecret } from '../../config/schema/secrets';
import { subgraphNames, subgraphRow } from '../../config/subgraphs';
import { createFolder } from '../../platform/files/make-folder';
import { replaceFile, replaceIfOther } from '../../platform/process/replace-file';
import {
  changeCertificates,
  demandAuthority,
  holderOf,
  type IssueOptions,
  makeCertificates,
  recordRevoked,
  revokeCertificate,
  serialOf,
} from '../../platform/remote/certificates';
import { UsageError } from '../program/exit-codes';
import { certificateNames } from '../topology/distributed';

/** The time within which running processes notice changed files. */
const followedWithinMs = 5_000;
const ownerOnly = 0o600;
const readableByServer = 0o644;
const ownerOnlyFolder = 0o700;

const viewerSecret = 'viewer-secret';
/**
 * The file of auth.keySecret, which also signs the audit log; `audit verify` checks the signatures.
 */
const keySecret = 'key-secret';
/** The secret that encrypts the data keys of users, whose accounts the command import creates. */
const usersDataSecret = 'users-data-secret';
/** The secret that encrypts the data keys of orders, which the command keys rotates. */
const ordersDataSecret = 'orders-data-secret';
const sandboxSecrets = ['sandbox-api-secret', 'sandbox-callback-secret'];

/** The files of the secrets that belong to one subgraph, by setting. */
const fileBySetting: Readonly<Record<string, string>> = {
  'auth.keySecret': keySecret,
  'payments.sandbox.apiSecret': 'sandbox-api-secret',
  'payments.sandbox.callbackSecret': 'sandbox-callback-secret',
  'webhooks.secretKey': 'webhook-secret',
  'encryption.users.secret': usersDataSecret,
  'encryption.orders.secret': ordersDataSecret,
};

const ownSecrets = (settings: object): string[] =>
  Object.keys(settings).flatMap((setting) => fileBySetting[setting] ?? []);

/** The secrets that each process needs. */
const secretsByProcess: readonly (readonly [owner: string, secrets: readonly string[]])[] = [
  ['gateway', [viewerSecret]],
  ...subgraphNames.map(
    (name) => [name, [viewerSecret, ...ownSecrets(subgraphRow(name).ownSettings)]] as const,
  ),
  ['sandbox', sandboxSecrets],
  ['cli', [viewerSecret, keySecret, usersDataSecret, ordersDataSecret]],
];

/** Roles of PostgreSQL, each with a password of its own: `ops/postgres/roles.sql`. */
const databaseRoles = subgraphNames.flatMap((name) => [name, `${name}_owner`]);

/** Host names in docker-compose.yml. */
const postgresHost = 'postgres';
const redisHost = 'redis:6379';

/** Creates a secret once and keeps it: data hashed or encrypted with it would be lost with it. */
function secretOf(folder: string, name: string): string {
  const file = path.join(folder, 'secrets', name);
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // A full disk has left an empty file, which the servers take for no password.
  if (kept !== '') return kept;
  const secret = generateSecret();
  createFolder(path.dirname(file), ownerOnlyFolder);
  replaceFile(file, secret, ownerOnly);
  return secret;
}

function writeSecrets(folder: string): void {
  for (const [owner, names] of secretsByProcess) {
    createFolder(path.join(folder, owner), ownerOnlyFolder);
    for (const name of names) {
      replaceIfOther(path.join(folder, owner, name), secretOf(folder, name), ownerOnly);
    }
  }
}

/** The password of an account of a server. */
const passwordOf = (folder: string, account: string): string =>
  secretOf(folder, `${account}-password`);

const databaseUrl = (folder: string, name: string, role: string): string =>
  `postgresql://${role}:${passwordOf(folder, role)}@${postgresHost}/${name}`;

/** URLs with passwords, by the file below the folder of a process that uses them. */
function serverUrls(folder: string): [file: string, url: string][] {
  const redisUrl = `redis://:${passwordOf(folder, 'redis')}@${redisHost}`;
  const databases = subgraphNames.flatMap((name): [string, string][] => {
    const url = databaseUrl(folder, name, name);
    const file = `${name}-database-url`;
    const owner = databaseUrl(folder, name, `${name}_owner`);
    return [
      ...[name, 'cli', 'migrate'].map((process): [string, string] => [`${process}/${file}`, url]),
      [`migrate/${name}-owner-url`, owner],
    ];
  });
  const processes = ['gateway', ...subgraphNames, 'cli'];
  return [
    ...processes.map((process): [string, string] => [`${process}/redis-url`, redisUrl]),
    ...databases,
  ];
}

/** Passwords and secrets by the file that a server reads. */
const serverPasswords = (folder: string): [file: string, password: string][] => [
  ...databaseRoles.map((role): [string, string] => [
    `postgres/${role}-password`,
    passwordOf(folder, role),
  ]),
  ['postgres/superuser-password', passwordOf(folder, 'superuser')],
  ['postgres/backups-secret', secretOf(folder, 'backups-secret')],
  ['redis/password', passwordOf(folder, 'redis')],
  ['grafana/admin-password', passwordOf(folder, 'grafana')],
];

function writeFile(folder: string, [file, text]: readonly [string, string], mode: number): void {
  const full = path.join(folder, file);
  createFolder(path.dirname(full), ownerOnlyFolder);
  replaceIfOther(full, text, mode);
}

/**
 * Writes the passwords of the servers in docker-compose.yml, and the URLs with them for processes.
 */
function writeServerFiles(folder: string): void {
  for (const url of serverUrls(folder)) writeFile(folder, url, ownerOnly);
  // Servers run under accounts of their own images; no process of this program has their volumes.
  for (const password of serverPasswords(folder)) writeFile(folder, password, readableByServer);
}

export interface DeploymentOptions extends IssueOptions {
  /** Creates the passwords of the servers in docker-compose.yml, too. */
  readonly containers?: boolean | undefined;
}

/**
 * Creates the certificates and secrets of every process below the folder; existing ones stay.
 * @returns the processes that have a new certificate.
 */
export function makeDeploymentFiles(
  folder: string,
  options: DeploymentOptions = {},
): Promise<string[]> {
  return changeCertificates(folder, async () => {
    const issued = await makeCertificates(folder, certificateNames, options);
    writeSecrets(folder);
    if (options.containers) writeServerFiles(folder);
    return issued;
  });
}

/**
 * Replaces certificates that are due, or all.
 * @returns the processes that have a new certificate.
 * @throws Error if the folder has none: new ones would be of another authority than those in use.
 */
export async function renewDeployment(folder: string, options: IssueOptions): Promise<string[]> {
  demandAuthority(folder);
  return changeCertificates(folder, () => makeCertificates(folder, certificateNames, options));
}

export interface Revocation {
  /** The process that has it, which gets a new one first. */
  readonly name?: string | undefined;
  readonly serial?: string | undefined;
  readonly days?: number | undefined;
}

export interface Revoked {
  /** The serial number that is revoked now. */
  readonly serial: string;
  /** False if it was revoked before, and no process had it. */
  readonly isChanged: boolean;
  /**
   * The process that had the certificate, and has a new one; null if none had it, and missing if no
   * folder says which processes there are.
   */
  readonly replaced?: string | null;
}

export async function revokeInDeployment(folder: string, revocation: Revocation): Promise<Revoked> {
  const { name, serial, days } = revocation;
  if (name === undefined && serial === undefined) {
    throw new UsageError('Name a process by --name, or a certificate by --serial.');
  }
  const known: readonly string[] = certificateNames;
  if (name !== undefined && !known.includes(name)) {
    throw new UsageError(`No process is called ${name}. There are: ${known.join(', ')}.`);
  }
  demandAuthority(folder);
  const recorded = await changeCertificates(folder, async () => {
    const revoked = serial ?? serialOf(folder, name ?? '');
    const holder = name ?? holderOf(folder, certificateNames, revoked);
    // The certificate has another number once it is replaced: an interrupted call must not lose it.
    const isNew = recordRevoked(folder, revoked);
    if (holder === undefined) return { serial: revoked, isChanged: isNew, replaced: null };
    await makeCertificates(folder, [holder], { days, isForced: true });
    return { serial: revoked, isChanged: true, replaced: holder };
  });
  if (recorded.replaced) await pause(followedWithinMs);
  await changeCertificates(folder, () =>
    revokeCertificate(folder, certificateNames, recorded.serial),
  );
  return recorded;
}
