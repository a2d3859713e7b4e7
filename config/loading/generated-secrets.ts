import { createHmac } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clusterFolders } from '../../platform/database/embedded-cluster';
import type { Configuration } from '../schema';
import { generateSecret, isDefaultSecret, type SecretPath, secretPaths } from '../schema/secrets';

type Secrets = Partial<Record<SecretPath, string>>;

const fileName = 'secrets.json';
const ownerOnly = 0o600;

function read(file: string): Secrets | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    // The message of the parser quotes the file.
    const { code = 'not JSON' } = error as NodeJS.ErrnoException;
    throw new Error(`The stored secrets cannot be read from ${file} (${code}).`, { cause: error });
  }
}

function generateSecrets(): Secrets {
  return Object.fromEntries(secretPaths.map((path) => [path, generateSecret()]));
}

/** The secrets of an installation that has generated some; null if it has not. */
const storedSecrets = (dataFolder: string): Secrets | null => read(join(dataFolder, fileName));

/**
 * Checks that no secrets are lost: others could not decrypt what is stored, and the file with them
 * would keep a restore from putting the right one back.
 */
function demandNothingStored({ dataFolder, encryption }: Configuration): void {
  const { data } = clusterFolders(resolve(dataFolder));
  const isLost = [encryption.users.secret, encryption.orders.secret].some(isDefaultSecret);
  if (!isLost || !existsSync(data)) return;
  throw new Error(
    `The secrets of this shop are gone, and its databases cannot be read without them: put ${join(resolve(dataFolder), fileName)} back, or move ${data} away to start with an empty one.`,
  );
}

/** A link never replaces a file: if two processes create secrets at once, the first one wins. */
function generate(dataFolder: string): Secrets {
  const file = join(dataFolder, fileName);
  const draft = `${file}.${process.pid}`;
  const text = `${JSON.stringify(generateSecrets(), null, 2)}\n`;
  try {
    // What they encrypt is lost with them: they must be on the disk first.
    writeFileSync(draft, text, { mode: ownerOnly, flush: true });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file) ?? {};
}

/** A secret that is newer than the file: derived from a stored one, so it is always the same. */
function derived(generated: Secrets, path: SecretPath): string {
  const from = generated['auth.keySecret'];
  if (from === undefined) throw new Error(`The stored secrets in ${fileName} lack auth.keySecret.`);
  return createHmac('sha256', from).update(path).digest('base64url');
}

/**
 * Replaces the well-known default secrets by secrets of this installation, generated once and
 * stored in `<dataFolder>/secrets.json`, readable by its owner only. Secrets that are set stay, so
 * nothing is read or written in production, which rejects the defaults.
 * @throws Error if the data folder does not exist or cannot be read or written, or if it has databases
 * and no secrets.
 */
export function withGeneratedSecrets(configuration: Configuration): Configuration {
  if (!hasDefaultSecrets(configuration)) return configuration;
  const stored = storedSecrets(configuration.dataFolder);
  if (stored === null) demandNothingStored(configuration);
  return withSecrets(configuration, stored ?? generate(configuration.dataFolder));
}

/**
 * The same for a command that only looks: it generates nothing, and where nothing was generated the
 * secrets stay as they are.
 */
export function withStoredSecrets(configuration: Configuration): Configuration {
  const stored = hasDefaultSecrets(configuration) ? storedSecrets(configuration.dataFolder) : null;
  return stored === null ? configuration : withSecrets(configuration, stored);
}

/** Whether secrets have to be generated, for which the data folder is needed. */
export function hasDefaultSecrets(configuration: Configuration): boolean {
  const { auth, encryption, payments, webhooks } = configuration;
  const { apiSecret, callbackSecret } = payments.sandbox;
  const others = [apiSecret, callbackSecret, webhooks.secretKey];
  const ofData = [encryption.users.secret, encryption.orders.secret];
  return [auth.viewerSecret, auth.keySecret, ...others, ...ofData].some(isDefaultSecret);
}

function withSecrets(configuration: Configuration, generated: Secrets): Configuration {
  const { auth, encryption, payments, webhooks } = configuration;
  const { sandbox } = payments;
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
    encryption: Object.freeze({
      ...encryption,
      users: Object.freeze({
        ...encryption.users,
        secret: secretFor('encryption.users.secret', encryption.users.secret),
      }),
      orders: Object.freeze({
        ...encryption.orders,
        secret: secretFor('encryption.orders.secret', encryption.orders.secret),
      }),
    }),
  });
}
