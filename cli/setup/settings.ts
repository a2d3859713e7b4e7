import { generateSecret, secretPaths } from '../../config/schema/secrets';
import { subgraphNames } from '../../config/subgraphs';
import { withDatabase } from '../../platform/database/ensure-database';
import { isLoopbackName } from '../../platform/net/loopback';
import { UsageError } from '../program/exit-codes';
import type { ConfigFile } from './config-file';
import { countryTerms } from './problems';
import { type Answers, embedded, none } from './questions';

const loopback = ['127.0.0.1', '::1'];

/** The settings and secrets that the answers of a run change. */
export interface ChangedSettings {
  readonly settings: Map<string, unknown>;
  readonly secrets: Map<string, string | null>;
}

type Table = Readonly<Record<string, { readonly taxPercent: unknown; readonly shipping: object }>>;

const tableOf = (file: ConfigFile): Table => (file.get('pricing.countries') ?? {}) as Table;

/** What the file says already, as answers. */
export function knownAnswers(file: ConfigFile): Answers {
  const text = (setting: string): string | undefined => {
    const value = file.get(setting);
    return typeof value === 'string' ? value : undefined;
  };
  const rows = Object.entries(tableOf(file)).filter(([country]) => country !== 'default');
  const prices = rows.map(([country, { taxPercent, shipping }]) => {
    const [currency, price] = Object.entries(shipping)[0] ?? [];
    return { currency, terms: `${country}=${taxPercent}/${price}` };
  });
  const answers = {
    environment: text('environment'),
    name: text('payments.sandbox.merchantName'),
    currency: prices[0]?.currency,
    country: prices.length === 0 ? undefined : prices.map(({ terms }) => terms).join(','),
    publicUrl: text('server.publicUrl'),
    certificate: text('server.tls.certificateFile'),
    certificateKey: text('server.tls.keyFile'),
    mailFrom: text('mail.from'),
    provider: text('payments.provider'),
  };
  const known = Object.entries(answers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Answers;
}

/** A URL is a secret if it has a password, and a setting otherwise. */
function putUrl({ settings, secrets }: ChangedSettings, path: string, url: string | null): void {
  const isSecret = url?.includes('@') === true;
  settings.set(path, isSecret ? undefined : (url ?? undefined));
  secrets.set(path, isSecret ? url : null);
}

/** The same setting of each database; undefined changes nothing. */
function putDatabases(changed: ChangedSettings, setting: string, server?: string): void {
  if (server === undefined) return;
  const isNone = server === embedded || server === none;
  for (const name of subgraphNames) {
    putUrl(changed, `database.${name}.${setting}`, isNone ? null : withDatabase(server, name));
  }
}

/** Host and port of a database URL. */
function serverOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '5432'}`;
}

/**
 * The owner of the previous server would stay, and the next start would migrate that one.
 * @throws UsageError if --postgres names another server, and --postgres-owner is missing.
 */
function demandOwner({ postgres = embedded, postgresOwner }: Answers, file: ConfigFile): void {
  if (postgres === embedded || postgresOwner !== undefined) return;
  for (const name of subgraphNames) {
    const owner = file.textOf(`database.${name}.ownerUrl`);
    // Its server is another one than that of a pooler, which may stay.
    const known = [owner, file.textOf(`database.${name}.url`)].filter((url) => url !== null);
    if (owner === null || known.some((url) => serverOf(url) === serverOf(postgres))) continue;
    throw new UsageError(
      `--postgres names another server than database.${name}.ownerUrl, which is migrated: name the role there, too, with --postgres-owner, or none if it is the one that serves.`,
    );
  }
}

function putServers(changed: ChangedSettings, answers: Answers, file: ConfigFile): void {
  const { postgres, redis, mail } = answers;
  demandOwner(answers, file);
  putDatabases(changed, 'url', postgres);
  putDatabases(changed, 'ownerUrl', postgres === embedded ? none : answers.postgresOwner);
  if (redis !== undefined) putUrl(changed, 'redis.url', redis === embedded ? null : redis);
  if (mail !== undefined) putUrl(changed, 'mail.url', mail === none ? null : mail);
}

/** Where the shop listens: for a proxy of this machine unless it has the certificate itself. */
function putAddress({ settings }: ChangedSettings, answers: Answers, file: ConfigFile): void {
  if (answers.publicUrl !== undefined) {
    settings.set('server.publicUrl', answers.publicUrl === none ? undefined : answers.publicUrl);
  }
  const changed = [answers.publicUrl, answers.certificate, answers.certificateKey];
  if (changed.every((answer) => answer === undefined)) return;
  const { publicUrl, certificate, certificateKey } = { ...knownAnswers(file), ...answers };
  const isOwn = certificate !== undefined && certificate !== none && publicUrl !== none;
  if (!isOwn && answers.certificateKey !== undefined) {
    throw new UsageError('--certificate-key is that of a certificate: name it with --certificate.');
  }
  settings.set('server.tls.certificateFile', isOwn ? certificate : undefined);
  settings.set('server.tls.keyFile', isOwn ? certificateKey : undefined);
  settings.set('server.host', isOwn ? undefined : '127.0.0.1');
  const isPublic = publicUrl !== undefined && publicUrl !== none;
  const isProxied = !isOwn && isPublic && !isLoopbackName(hostOf(publicUrl));
  settings.set('server.trustedProxies', isProxied ? loopback : undefined);
}

const hostOf = (url: string): string => URL.parse(url)?.hostname ?? '';

function putPrices({ settings }: ChangedSettings, answers: Answers, file: ConfigFile): void {
  const { country, currency } = answers;
  if (country === undefined) {
    if (currency === undefined) return;
    throw new UsageError('--currency is that of shipping prices: name them, too, with --country.');
  }
  const rows = countryTerms(country) ?? [];
  const priced = currency ?? knownAnswers(file).currency;
  if (priced === undefined) throw new UsageError('--country needs --currency.');
  const table = tableOf(file);
  for (const { country: code, taxPercent, shipping } of rows) {
    // Each currency of a country has its own price of shipping.
    const prices = { ...table[code]?.shipping, [priced]: shipping };
    settings.set(`pricing.countries.${code}`, { taxPercent, shipping: prices });
  }
  const served = file.get('pricing.served');
  const before = Array.isArray(served) ? (served as string[]) : [];
  const added = rows.map(({ country: code }) => code);
  settings.set('pricing.served', [...new Set([...before, ...added])]);
}

function putPayments({ settings, secrets }: ChangedSettings, answers: Answers): void {
  const { provider, stripeKey, stripeWebhookSecret, storefront, name } = answers;
  if (provider !== undefined) {
    settings.set('payments.provider', provider);
    const isAllowed = provider === 'sandbox' && answers.environment === 'production';
    settings.set('payments.sandbox.allowInProduction', isAllowed ? true : undefined);
  }
  if (stripeKey !== undefined) secrets.set('payments.stripe.secretKey', stripeKey);
  if (stripeWebhookSecret !== undefined) {
    secrets.set('payments.stripe.webhookSecret', stripeWebhookSecret);
  }
  if (name !== undefined) settings.set('payments.sandbox.merchantName', name);
  if (storefront === undefined) return;
  const origins = storefront === none ? undefined : storefront.split(',');
  settings.set('server.corsOrigins', origins);
  settings.set('payments.returnOrigins', origins);
}

/** The secrets of this system that neither the file, nor the folder, nor Vault has yet. */
function putOwnSecrets({ secrets }: ChangedSettings, file: ConfigFile): void {
  const inVault = Object.keys((file.get('secrets.vault.paths') ?? {}) as object);
  const existing = new Set([...file.secrets(), ...inVault]);
  for (const path of [...secretPaths, 'backups.encryptionSecret']) {
    if (!existing.has(path) && file.get(path) == null) secrets.set(path, generateSecret());
  }
}

/** What the answers change in the file and in the folder of secrets. */
export function changedSettings(answers: Answers, file: ConfigFile): ChangedSettings {
  const changed: ChangedSettings = { settings: new Map(), secrets: new Map() };
  const { settings } = changed;
  const { environment, mailFrom, securityContact } = answers;
  const environmentNow = environment ?? knownAnswers(file).environment;
  if (environment !== undefined) {
    settings.set('environment', environment);
    // Demo data would come before the goods of this shop.
    settings.set('demo.enabled', environment === 'production' ? undefined : false);
  }
  putAddress(changed, answers, file);
  putPrices(changed, answers, file);
  putServers(changed, answers, file);
  putPayments(
    changed,
    environmentNow === undefined ? answers : { ...answers, environment: environmentNow },
  );
  if (mailFrom !== undefined) settings.set('mail.from', mailFrom);
  if (securityContact !== undefined) settings.set('server.securityContact', securityContact);
  if (file.get('secrets.folder') == null) settings.set('secrets.folder', 'secrets');
  putOwnSecrets(changed, file);
  return changed;
}
