import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { subgraphNames, subgraphRow } from '../config/subgraphs';
import {
  type IssueOptions,
  makeCertificates,
  revokeCertificate,
  serialOf,
} from '../platform/remote/certificates';
import { CommandError } from './program/exit-codes';
import { certificateNames } from './topology/distributed';

/** In which running processes follow their files. */
const followedWithinMs = 5_000;
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const secretBytes = 32;

const viewerSecret = 'viewer-secret';
/** Also signs the audit log, which the command verify checks. */
const keySecret = 'key-secret';
const sandboxSecrets = ['sandbox-api-secret', 'sandbox-callback-secret'];

/** The files of the secrets that belong to one subgraph, by setting. */
const fileBySetting: Readonly<Record<string, string>> = {
  'auth.keySecret': keySecret,
  'payments.sandbox.apiSecret': 'sandbox-api-secret',
  'payments.sandbox.callbackSecret': 'sandbox-callback-secret',
  'webhooks.secretKey': 'webhook-secret',
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
  ['cli', [viewerSecret, keySecret]],
];

/** Created once and kept: data hashed or encrypted with a secret is lost with it. */
function secretOf(folder: string, name: string): string {
  const file = path.join(folder, 'secrets', name);
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: ownerOnlyFolder });
    writeFileSync(file, randomBytes(secretBytes).toString('base64url'), { mode: ownerOnly });
  }
  return readFileSync(file, 'utf8');
}

function writeSecrets(folder: string): void {
  for (const [owner, names] of secretsByProcess) {
    mkdirSync(path.join(folder, owner), { recursive: true, mode: ownerOnlyFolder });
    for (const name of names) {
      writeFileSync(path.join(folder, owner, name), secretOf(folder, name), { mode: ownerOnly });
    }
  }
}

/**
 * Creates the certificates and secrets of every process below the folder; existing ones stay.
 * @returns the processes that have a new certificate.
 */
export async function makeDeploymentFiles(
  folder: string,
  options: IssueOptions = {},
): Promise<string[]> {
  const issued = await makeCertificates(folder, certificateNames, options);
  writeSecrets(folder);
  return issued;
}

/**
 * Replaces certificates that are due, or all.
 * @returns the processes that have a new certificate.
 */
export function renewDeployment(folder: string, options: IssueOptions): Promise<string[]> {
  if (!existsSync(folder)) throw new CommandError(`There is no folder ${folder}.`);
  return makeCertificates(folder, certificateNames, options);
}

export interface Revocation {
  /** The process that has it, which gets a new one first. */
  readonly name?: string | undefined;
  readonly serial?: string | undefined;
  readonly days: number;
}

/** @returns the serial number that is revoked now. */
export async function revokeInDeployment(folder: string, given: Revocation): Promise<string> {
  const { name, serial, days } = given;
  if (name === undefined && serial === undefined) {
    throw new CommandError('Name a process by --name, or a certificate by --serial.');
  }
  const revoked = serial ?? serialOf(folder, name ?? '');
  if (name !== undefined) {
    await makeCertificates(folder, [name], { days, isForced: true });
    await pause(followedWithinMs);
  }
  revokeCertificate(folder, certificateNames, revoked);
  return revoked;
}
