import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { subgraphNames, subgraphRow } from '../config/subgraphs';
import { makeCertificates } from '../platform/remote/certificates';
import { certificateNames } from './topology/distributed';

const help = `node dist/cli/certificates.js --folder FOLDER

Creates the certificates and secrets for a deployment in containers: a certificate authority, and a
folder for each process with its own certificate, key and secrets only. Existing files are kept;
certificates that expire within 30 days are renewed. Needs openssl.

  --folder FOLDER   the folder to write to
`;

const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const secretBytes = 32;

const viewerSecret = 'viewer-secret';
const sandboxSecrets = ['sandbox-api-secret', 'sandbox-callback-secret'];

/** The files of the secrets that belong to one subgraph, by setting. */
const fileBySetting: Readonly<Record<string, string>> = {
  'auth.keySecret': 'key-secret',
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
  ['cli', [viewerSecret]],
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { folder: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (!values.folder) throw new Error('--folder FOLDER is required.');
  await makeCertificates(values.folder, certificateNames);
  writeSecrets(values.folder);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
