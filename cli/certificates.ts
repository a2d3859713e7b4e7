import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { subgraphNames, subgraphRow } from '../config/subgraphs';
import { makeCertificates } from '../platform/remote/certificates';
import { certificateNames } from './topology/distributed';

const help = `node dist/cli/certificates.js --folder FOLDER

Makes what the parts of a shop know each other by, for containers: an authority, and for each part
a folder with its certificate, its key and the secrets that it needs, and nothing of the others.
What is there is kept; certificates that end within 30 days are made anew. It takes openssl.

  --folder FOLDER   where to put them
`;

const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const secretBytes = 32;

const viewerSecret = 'viewer-secret';
const sandboxSecrets = ['sandbox-api-secret', 'sandbox-callback-secret'];

/** The file of each secret that a subgraph has for itself, by its setting. */
const fileBySetting: Readonly<Record<string, string>> = {
  'auth.keySecret': 'key-secret',
  'payments.sandbox.apiSecret': 'sandbox-api-secret',
  'payments.sandbox.callbackSecret': 'sandbox-callback-secret',
  'webhooks.secretKey': 'webhook-secret',
};

const ownSecrets = (settings: object): string[] =>
  Object.keys(settings).flatMap((setting) => fileBySetting[setting] ?? []);

/** Which secret which part needs to know. */
const secretsByPart: readonly (readonly [part: string, secrets: readonly string[]])[] = [
  ['gateway', [viewerSecret]],
  ...subgraphNames.map(
    (name) => [name, [viewerSecret, ...ownSecrets(subgraphRow(name).ownSettings)]] as const,
  ),
  ['sandbox', sandboxSecrets],
  ['cli', [viewerSecret]],
];

/** Made once: what is hashed or sealed with a secret is lost with it. */
function secretOf(folder: string, name: string): string {
  const file = path.join(folder, 'secrets', name);
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: ownerOnlyFolder });
    writeFileSync(file, randomBytes(secretBytes).toString('base64url'), { mode: ownerOnly });
  }
  return readFileSync(file, 'utf8');
}

function writeSecrets(folder: string): void {
  for (const [part, names] of secretsByPart) {
    mkdirSync(path.join(folder, part), { recursive: true, mode: ownerOnlyFolder });
    for (const name of names) {
      writeFileSync(path.join(folder, part, name), secretOf(folder, name), { mode: ownerOnly });
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
  if (!values.folder) throw new Error('Say where: --folder FOLDER');
  await makeCertificates(values.folder, certificateNames);
  writeSecrets(values.folder);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
