import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { openAdministratorFile } from './administrator';
import { answersOf } from './answers';
import { openConversation, withoutAsking } from './ask';
import { ConfigFile } from './config-file';
import { type Answers, questions } from './questions';
import { changedSettings, knownAnswers } from './settings';

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

const first: Answers = {
  name: 'Oak & Sons',
  currency: 'EUR',
  country: 'DE=19/4.90,AT=20/7.90',
  publicUrl: 'https://api.shop.test',
  provider: 'sandbox',
  adminEmail: 'ada@shop.test',
};

/** A run with `--yes`, without the databases. @returns the answers. */
async function setUp(flags: Answers): Promise<Answers> {
  const file = new ConfigFile(folder);
  const given = { flags, known: knownAnswers(file), isFirstRun: file.isNew, ask: withoutAsking };
  const answers = await answersOf(given);
  const { settings, secrets } = changedSettings(answers, file);
  file.change(settings);
  file.check(secrets);
  file.write(secrets);
  return answers;
}

const written = () => readFileSync(path.join(folder, 'config.yaml'), 'utf8');
const secret = (name: string) => path.join(folder, 'secrets', name);

test('the empty file of an interrupted run is no obstacle, and one with secrets stays', () => {
  const file = path.join(folder, 'administrator.txt');
  writeFileSync(file, '');
  expect(openAdministratorFile(file).path).toBe(file);
  writeFileSync(file, 'secrets');
  expect(() => openAdministratorFile(file)).toThrow('created earlier');
});

test('what was written while questions were answered stays', async () => {
  const late = new ConfigFile(folder);
  await setUp(first);
  const before = readFileSync(secret('auth.keySecret'), 'utf8');
  expect(() => late.write(new Map([['auth.keySecret', 'another']]))).toThrow(
    /config\.yaml was changed in the meantime.* Nothing was written/,
  );
  expect(readFileSync(secret('auth.keySecret'), 'utf8')).toBe(before);
});

test('settings in another encoding than UTF-8 are not written again', () => {
  const bytes = Buffer.from('# für Müller\nserver: { port: 4000 }\n', 'latin1');
  writeFileSync(path.join(folder, 'config.yaml'), bytes);
  expect(() => new ConfigFile(folder)).toThrow('config.yaml is not UTF-8 at line 1, column 4');
});

describe('a first run', () => {
  test('writes settings that production accepts, and secrets for the owner alone', async () => {
    await setUp(first);
    expect(written()).not.toContain(readFileSync(secret('auth.keySecret'), 'utf8').trim());
    expect(statSync(secret('auth.keySecret')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(folder, 'secrets')).mode & 0o777).toBe(0o700);
    const file = new ConfigFile(folder);
    expect(() => file.check(new Map())).not.toThrow();
    expect(file.get('server')).toEqual({
      publicUrl: 'https://api.shop.test',
      host: '127.0.0.1',
      trustedProxies: ['127.0.0.1', '::1'],
      securityContact: 'mailto:ada@shop.test',
    });
  });

  test('asks with one sentence for everything that has no default', async () => {
    await expect(setUp({})).rejects.toThrow(
      /^These options have no default:\n {2}--name: [^\n]+\n {2}--currency: [^\n]+\n {2}--country: [^\n]+\n {2}--public-url: [^\n]+\n {2}--provider: [^\n]+\n {2}--admin-email: [^\n]+$/,
    );
    expect(existsSync(path.join(folder, 'config.yaml'))).toBe(false);
    const hasEnd = questions.filter(({ text }) => /[.?]$|\. [A-Z]/.test(text));
    expect(hasEnd).toEqual([]);
  });

  test.each([
    ['environment', 'prod', '--environment: Expected production, development or test.'],
    ['currency', 'EURO', '--currency: Expected a currency such as EUR.'],
    ['country', 'DE', '--country: Expected a list such as DE=19/4.90,AT=20/7.90.'],
    ['publicUrl', 'api.shop.test', '--public-url: Expected a URL such as'],
    [
      'publicUrl',
      'http://api.shop.test',
      'Production needs https: expected https://api.shop.test.',
    ],
    ['certificate', '/nowhere/one.pem', '--certificate: The certificate file /nowhere/one.pem'],
    ['certificate', __filename, `--certificate: ${__filename} contains no certificate in PEM`],
    ['storefront', 'https://a.test/shop', '--storefront: Expected origins such as'],
    ['postgres', 'mysql://a', '--postgres: Expected postgresql://user:password@host:port.'],
    ['redis', 'redis://10.0.0.1', 'redis.url: expected rediss:// to another machine in production'],
    ['mail', 'mail.shop.test', '--mail: Expected smtps://user:password@host:port.'],
    ['provider', 'paypal', '--provider: Expected stripe or sandbox.'],
    ['adminEmail', 'ada', '--admin-email: '],
    ['adminPassword', 'password1', '--admin-password: This password is too common.'],
    ['securityContact', 'ada@shop.test', '--security-contact: Expected mailto:…'],
    ['securityContact', 'mailto:security@example.com', 'your own contact is required'],
    ['warehouse', 'a b', '--warehouse: Expected 1 to 32 letters'],
    ['warehouseCountry', 'Germany', '--warehouse-country: Expected two letters, such as DE.'],
  ] as const)('refuses %s %s, and writes nothing', async (name, value, message) => {
    await expect(setUp({ ...first, [name]: value })).rejects.toThrow(message);
    expect(existsSync(path.join(folder, 'config.yaml'))).toBe(false);
    expect(existsSync(path.join(folder, 'secrets'))).toBe(false);
  });

  test('takes live keys of Stripe from files, and asks for no sandbox', async () => {
    const key = path.join(folder, 'key');
    writeFileSync(key, `sk_${'live'}_of_the_tests\n`);
    const stripe = { ...first, provider: 'stripe', stripeKey: `@${key}` };
    await expect(setUp(stripe)).rejects.toThrow('--stripe-webhook-secret: ');
    await setUp({ ...stripe, stripeWebhookSecret: 'whsec_of_the_tests' });
    expect(readFileSync(secret('payments.stripe.secretKey'), 'utf8')).toBe(
      readFileSync(key, 'utf8'),
    );
    expect(new ConfigFile(folder).get('payments')).toEqual({
      provider: 'stripe',
      sandbox: { merchantName: 'Oak & Sons' },
    });
  });
});

describe('a second run', () => {
  beforeEach(() => setUp(first));

  test('changes only what its options name, and keeps comments and secrets', async () => {
    const commented = written().replace('environment:', '# Ours.\nenvironment:');
    writeFileSync(path.join(folder, 'config.yaml'), commented);
    const key = readFileSync(secret('auth.keySecret'), 'utf8');
    expect(await setUp({})).toEqual({});
    expect(written()).toBe(commented);
    expect(await setUp({ country: 'CH=8.1/12.00' })).toEqual({ country: 'CH=8.1/12.00' });
    expect(readFileSync(secret('auth.keySecret'), 'utf8')).toBe(key);
    const lines = written().split('\n');
    for (const line of commented.split('\n')) expect(lines).toContain(line);
    const { pricing } = parseConfiguration({ pricing: new ConfigFile(folder).get('pricing') });
    expect(pricing.served).toEqual(['DE', 'AT', 'CH']);
    expect(pricing.countries.CH).toEqual({ taxPercent: '8.1', shipping: { EUR: '12.00' } });
  });

  test('asks only what belongs to its options', async () => {
    await expect(setUp({ mail: 'smtps://shop:secret@mail.shop.test' })).rejects.toThrow(
      /^These options have no default:\n {2}--mail-from: [^\n]+$/,
    );
    const warehouse = { warehouse: 'OSL', warehouseName: 'OSL', warehouseCountry: 'DE' };
    expect(await setUp({ warehouse: 'OSL' })).toEqual(warehouse);
    await expect(setUp({ currency: 'USD' })).rejects.toThrow('name them, too, with --country');
  });

  test('keeps the certificate of the shop when its URL changes, and changes its files', async () => {
    const tls = () => new ConfigFile(folder).get('server.tls');
    const certificates = folderForTest();
    await makeCertificates(certificates, ['one', 'two']);
    const [one, two] = [tlsFilesOf(certificates, 'one'), tlsFilesOf(certificates, 'two')];
    await setUp({ certificate: one.certificateFile, certificateKey: one.keyFile });
    await setUp({ publicUrl: 'https://api.shop.test:8443' });
    await expect(setUp({ certificate: two.certificateFile })).rejects.toThrow(
      `--certificate-key: The key in ${one.keyFile} does not belong to the certificate`,
    );
    expect(tls()).toEqual({ certificateFile: one.certificateFile, keyFile: one.keyFile });
    await setUp({ certificate: two.certificateFile, certificateKey: two.keyFile });
    expect(tls()).toEqual({ certificateFile: two.certificateFile, keyFile: two.keyFile });
    const server = () => new ConfigFile(folder).get('server');
    expect(server()).not.toHaveProperty('host');
    await setUp({ certificate: 'none' });
    expect(server()).toMatchObject({ host: '127.0.0.1', trustedProxies: ['127.0.0.1', '::1'] });
    await expect(setUp({ certificateKey: two.keyFile })).rejects.toThrow('name it with --cert');
  });

  test.each([
    ['adminName', '--admin-name changes nothing without --admin-email'],
    ['adminPassword', '--admin-password changes nothing without --admin-email'],
    ['warehouseCountry', '--warehouse-country changes nothing without --warehouse'],
  ] as const)('refuses %s alone, which would change nothing', async (name, message) => {
    await expect(setUp({ [name]: 'DE' })).rejects.toThrow(message);
  });

  test('keeps the sender of mails, and reads no hidden file of the secrets', async () => {
    await setUp({ mail: 'smtps://mail.shop.test', mailFrom: 'shop@shop.test' });
    writeFileSync(secret('.mail.url.swp'), 'of an editor');
    await setUp({ mail: 'smtps://other.shop.test' });
    const mail = { url: 'smtps://other.shop.test', from: 'shop@shop.test' };
    expect(new ConfigFile(folder).get('mail')).toEqual(mail);
  });

  test('moves a URL with a password into a file, and back', async () => {
    await setUp({ mail: 'smtps://shop:secret@mail.shop.test', mailFrom: 'shop@shop.test' });
    expect(written()).not.toContain('secret@');
    expect(readFileSync(secret('mail.url'), 'utf8')).toContain('shop:secret@');
    await setUp({ mail: 'none' });
    expect(existsSync(secret('mail.url'))).toBe(false);
    await setUp({ redis: 'rediss://cache.shop.test' });
    expect(new ConfigFile(folder).get('redis')).toEqual({ url: 'rediss://cache.shop.test' });
    await setUp({ postgres: 'postgresql://shop:secret@db.shop.test:5433' });
    expect(readFileSync(secret('database.users.url'), 'utf8')).toBe(
      'postgresql://shop:secret@db.shop.test:5433/users\n',
    );
    const owner = 'postgresql://owner:secret@db.shop.test:5433';
    await setUp({ postgresOwner: owner });
    expect(readFileSync(secret('database.users.ownerUrl'), 'utf8')).toBe(`${owner}/users\n`);
    await setUp({ postgres: 'embedded' });
    expect(existsSync(secret('database.users.url'))).toBe(false);
    expect(existsSync(secret('database.users.ownerUrl'))).toBe(false);
  });

  test.each(['owner:secret@', ''])('keeps no owner %sof another server', async (owner) => {
    const [before, after] = [
      'postgresql://shop:old@db.shop.test',
      'postgresql://shop:new@db2.test',
    ];
    await setUp({ ...first, postgres: before, postgresOwner: `postgresql://${owner}db.shop.test` });
    // The old server would be migrated, and the new one would not.
    await expect(setUp({ postgres: after })).rejects.toThrow(/ with --postgres-owner, or none /);
    await expect(setUp({ postgres: `${before}:5433` })).rejects.toThrow('--postgres-owner');
    const url = () => readFileSync(secret('database.users.url'), 'utf8');
    expect(url()).toBe(`${before}/users\n`);
    await setUp({ postgres: 'postgresql://shop:changed@db.shop.test:5432' });
    expect(url()).toContain('shop:changed@');
    await setUp({ postgres: after, postgresOwner: 'none' });
    expect(existsSync(secret('database.users.ownerUrl'))).toBe(false);
    await setUp({ postgres: before });
    expect(url()).toBe(`${before}/users\n`);
  });

  test('a second currency gets its own prices of shipping beside the first', async () => {
    await setUp(first);
    await setUp({ country: 'DE=19/5.40', currency: 'USD' });
    const file = new ConfigFile(folder);
    expect(file.get('pricing.countries.DE')).toEqual({
      taxPercent: '19',
      shipping: { EUR: '4.90', USD: '5.40' },
    });
    expect(knownAnswers(file).currency).toBe('EUR');
  });

  test('generates no secret that Vault or the file has', async () => {
    const more = 'secrets:\n  vault:\n    paths: { auth.keySecret: "shop/auth#key" }\n';
    mkdirSync(path.join(folder, 'other'));
    folder = path.join(folder, 'other');
    writeFileSync(path.join(folder, 'config.yaml'), more);
    const file = new ConfigFile(folder);
    const { secrets } = changedSettings({}, file);
    expect([...secrets.keys()]).not.toContain('auth.keySecret');
    expect([...secrets.keys()]).toContain('auth.viewerSecret');
    folder = path.dirname(folder);
  });
});

describe('a conversation', () => {
  test('repeats a question until it has an answer, and takes defaults for empty lines', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const { ask, end } = openConversation({ input, output });
    const known = { ...first, environment: 'production' };
    const [currency, admin] = ['currency', 'adminName'].map((name) =>
      questions.find((question) => question.name === name),
    );
    if (currency === undefined || admin === undefined)
      throw new Error('There is no such question.');
    input.write('\nEURO\nUSD\n\n');
    expect(await ask(currency, null, known)).toBe('USD');
    expect(await ask(admin, 'Administrator', known)).toBe('Administrator');
    input.end();
    await expect(ask(currency, null, known)).rejects.toThrow('There is no answer to --currency.');
    end();
    const shown = String(output.read());
    expect(shown).toContain('An answer is needed.\n');
    expect(shown).toContain('Expected a currency such as EUR.\n');
    expect(shown).toContain('The name of the administrator [Administrator]: ');
  });
});
