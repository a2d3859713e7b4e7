import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from './schema';
import { isDefaultSecret, type SecretPath, secretPaths } from './secrets';

type Secrets = Partial<Record<SecretPath, string>>;

const fileName = 'secrets.json';
const secretBytes = 32;
const ownerOnly = 0o600;

function read(file: string): Secrets | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`The kept secrets cannot be read from ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function generateSecrets(): Secrets {
  const random = () => randomBytes(secretBytes).toString('base64url');
  return Object.fromEntries(secretPaths.map((path) => [path, random()]));
}

/** A link never replaces a file: of two that make secrets at one moment, the first one's are kept. */
function readOrGenerate(dataFolder: string): Secrets {
  const file = join(dataFolder, fileName);
  const generated = read(file);
  if (generated !== null) return generated;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(generateSecrets(), null, 2)}\n`, { mode: ownerOnly });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file) ?? {};
}

/** A secret that is newer than the file: made of one that it holds, and so the same each time. */
function derived(generated: Secrets, path: SecretPath): string {
  const from = generated['auth.keySecret'];
  if (from === undefined) throw new Error(`The kept secrets in ${fileName} lack auth.keySecret.`);
  return createHmac('sha256', from).update(path).digest('base64url');
}

/**
 * Puts secrets of this installation's own in the place of the well-known defaults: made up once
 * and kept in `<dataFolder>/secrets.json`, for its owner only. Secrets that are set stay as they
 * are, so in production, which refuses the defaults, nothing is read or written.
 * @throws Error when the data folder cannot be read or written; it has to be there.
 */
export function withGeneratedSecrets(configuration: Configuration): Configuration {
  const { auth, payments, webhooks } = configuration;
  const { sandbox } = payments;
  const ofSandbox = [sandbox.apiSecret, sandbox.callbackSecret];
  const set = [auth.viewerSecret, auth.keySecret, ...ofSandbox, webhooks.secretKey];
  if (!set.some(isDefaultSecret)) return configuration;
  const generated = readOrGenerate(configuration.dataFolder);
  const secretFor = (path: SecretPath, value: string) =>
    isDefaultSecret(value) ? (generated[path] ?? derived(generated, path)) : value;
  return Object.freeze({
    ...configuration,
    auth: Object.freeze({
      ...auth,
      viewerSecret: secretFor('auth.viewerSecret', auth.viewerSecret),
      keySecret: secretFor('auth.keySecret', auth.keySecret),
    }),
    payments: Object.freeze({
      ...payments,
      sandbox: Object.freeze({
        ...sandbox,
        apiSecret: secretFor('payments.sandbox.apiSecret', sandbox.apiSecret),
        callbackSecret: secretFor('payments.sandbox.callbackSecret', sandbox.callbackSecret),
      }),
    }),
    webhooks: Object.freeze({
      ...webhooks,
      secretKey: secretFor('webhooks.secretKey', webhooks.secretKey),
    }),
  });
}
