import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretTokenHash } from '../../../../platform/auth/secret-token';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { openMailer } from '../../../../platform/mail/mailer';
import { makeCertificates, tlsFilesOf } from '../../../../platform/remote/certificates';
import { createLogger } from '../../../../platform/telemetry/logger';
import { type MailServer, startMailServer } from '../../../../platform/testing/mail-server';
import { uuidV7 } from '../../../../platform/values/uuid';
import { type JobsRoom, jobsRoom } from '../../testing/jobs-room';
import { sendAccountMailQueue } from './send-account-mail';

const testMs = 120_000;
const login = { user: 'shop@example.com', password: 'p@ss:word' };
const links = {
  resetPassword: 'https://shop.example.com/reset?lang=en',
  verifyEmail: 'https://shop.example.com/verify',
  disown: 'https://shop.example.com/not-me',
};

interface StoredMail {
  readonly kind: string;
  readonly to: string;
  readonly language: 'EN' | 'DE';
  isHandled: boolean;
  /** The hashes of the tokens that were stored for it, oldest first. */
  readonly hashes: string[];
  readonly disownHashes: string[];
}

/** The part of users that is called here. */
const stored = new Map<string, StoredMail>();
let recordingFails = false;
const withoutLink = new Set(['reset_password', 'change_was_disowned']);
const users: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
  const mail = stored.get(String(variables.id));
  if (query.includes('mailHandled')) {
    if (recordingFails) throw new Error('Users is down.');
    if (mail) mail.isHandled = true;
    return { mailHandled: true } as Data;
  }
  if (!mail || mail.isHandled) return { prepared: null } as Data;
  mail.hashes.push(String(variables.tokenHash));
  mail.disownHashes.push(String(variables.disownHash));
  const { kind, to, language } = mail;
  const at = '2026-11-26T10:54:03.000Z';
  const accountCreatedAt = '2026-01-02T03:04:05.000Z';
  const disownUntil = withoutLink.has(kind) ? null : '2026-12-03T10:54:03.000Z';
  return { prepared: { kind, to, language, at, accountCreatedAt, disownUntil } } as Data;
};

function storedMail(kind: string, to: string, language: StoredMail['language'] = 'EN') {
  const mailId = uuidV7();
  const hashes: string[] = [];
  const disownHashes: string[] = [];
  const mail = { kind, to, language, isHandled: false, hashes, disownHashes };
  stored.set(mailId, mail);
  return { mailId, mail };
}

describe('sending a mail to an account', { timeout: testMs }, () => {
  let folder: string;
  let certificate: { key: Buffer; cert: Buffer };
  let server: MailServer;
  let room: JobsRoom;
  let queue: ReturnType<typeof sendAccountMailQueue>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'account-mail-'));
    await makeCertificates(folder, ['localhost']);
    const files = tlsFilesOf(folder, 'localhost');
    certificate = { key: readFileSync(files.keyFile), cert: readFileSync(files.certificateFile) };
    server = await startMailServer({ certificate, login });
    const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
    const user = encodeURIComponent(login.user);
    const secret = encodeURIComponent(login.password);
    const mailer = openMailer({
      server: {
        url: `smtp://${user}:${secret}@localhost:${server.port}`,
        from: 'Shop <shop@example.com>',
        tls: 'required',
        authority: readFileSync(files.authorityFile, 'utf8'),
        deadlineMs: 10_000,
      },
      logger,
      registry: new Registry(),
    });
    room = await jobsRoom(() => {
      // The pauses are short: a test does not wait as long as a mail server may be down.
      const hasty = { retryDelaySeconds: 1, retryDelaySecondsMax: 1, expireSeconds: 30 };
      queue = { ...sendAccountMailQueue({ users, mailer, links, logger }), ...hasty };
      return [queue];
    });
  }, testMs);
  afterAll(async () => {
    await room.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const mailsTo = (address: string) => server.mails.filter(({ to }) => to.includes(address));
  const enqueue = (mailId: string) => room.jobs.send(queue, { mailId }, { key: mailId });
  const messageIdOf = (raw: string) => /^Message-ID:\s+(<.+>)\r$/m.exec(raw)?.[1];

  it('puts a token into its link that users knows the hash of, and nobody else', async () => {
    const { mailId, mail } = storedMail('reset_password', 'ada@example.com');
    const id = (await enqueue(mailId)) ?? '';
    const done = await room.until(id, 'completed');
    expect(done.output).toEqual({ mail: 'sent', kind: 'reset_password' });
    const [{ raw, text } = { raw: '', text: '' }] = mailsTo('ada@example.com');
    const url = new URL(/https:\/\/shop\S+/.exec(text)?.[0] ?? '');
    expect(url.href).toMatch(/^https:\/\/shop\.example\.com\/reset\?lang=en&token=/);
    const token = url.searchParams.get('token') ?? '';
    expect(mail.hashes).toEqual([secretTokenHash(token).toString('base64url')]);
    expect(raw).toContain('Subject: Choose a new password');
    expect(raw).toContain('text/html');
    expect(messageIdOf(raw)).toBe(`<account.${mailId}@example.com>`);
    for (const secret of [token, mail.hashes[0], 'ada@example.com']) {
      const { rows } = await room.pool.query('SELECT FROM pgboss.job WHERE job::text LIKE $1', [
        `%${secret}%`,
      ]);
      expect(rows).toEqual([]);
    }
  });

  it.each([
    ['verify_email', 'DE', '2026-01-02 03:04 UTC'],
    ['password_was_reset', 'EN', '2026-11-26 10:54 UTC'],
    ['second_factor_was_reset', 'EN', '2026-11-26 10:54 UTC'],
    ['email_change_requested', 'DE', 'andere E-Mail-Adresse'],
    ['api_key_was_created', 'EN', 'API key'],
    ['api_key_was_rotated', 'DE', 'API-Schlüssel'],
    ['email_was_changed', 'EN', 'no longer signs in'],
    ['password_was_changed', 'DE', 'bisherige Passwort'],
    ['second_factor_was_removed', 'EN', 'switched off'],
    ['second_factor_was_set_up', 'DE', 'zweiter Faktor eingerichtet'],
  ] as const)('writes %s in %s, with a link that disowns it', async (kind, language, words) => {
    const address = `${kind}@example.com`;
    const { mailId, mail } = storedMail(kind, address, language);
    await room.until((await enqueue(mailId)) ?? '', 'completed');
    const [{ text } = { text: '' }] = mailsTo(address);
    expect(text).toContain(words);
    expect(text).toContain('2026-12-03 10:54 UTC');
    const token = /not-me\?token=(\S+)/.exec(text)?.[1] ?? '';
    expect(mail.disownHashes).toEqual([secretTokenHash(token).toString('base64url')]);
    expect(mail.hashes).not.toEqual(mail.disownHashes);
  });

  it('writes a mail without such a link', async () => {
    const { mailId } = storedMail('change_was_disowned', 'moved@example.com');
    await room.until((await enqueue(mailId)) ?? '', 'completed');
    const text = mailsTo('moved@example.com')[0]?.text;
    expect(text).toContain('2026-11-26 10:54 UTC');
    expect(text).not.toContain('not-me');
  });

  it('is merged with the job that exists for the same mail', async () => {
    const { mailId } = storedMail('password_was_reset', 'once@example.com');
    const id = (await enqueue(mailId)) ?? '';
    expect(await enqueue(mailId)).toBeNull();
    await room.until(id, 'completed');
    expect(await enqueue(mailId)).toBeNull();
    expect(mailsTo('once@example.com')).toHaveLength(1);
  });

  it('waits for a mail server that is down; the token of the attempt that arrives works', async () => {
    const { mailId, mail } = storedMail('reset_password', 'patient@example.com');
    const { port } = server;
    await server.close();
    const id = (await enqueue(mailId)) ?? '';
    await room.until(id, 'retry');
    server = await startMailServer({ certificate, login, port });
    await room.until(id, 'completed');
    const mails = mailsTo('patient@example.com');
    expect(mails).toHaveLength(1);
    const token = /token=(\S+)/.exec(mails[0]?.text ?? '')?.[1] ?? '';
    expect(mail.hashes.length).toBeGreaterThan(1);
    expect(mail.hashes.at(-1)).toBe(secretTokenHash(token).toString('base64url'));
  });

  it('is not repeated because recording it failed', async () => {
    const { mailId } = storedMail('password_was_reset', 'recorded@example.com');
    recordingFails = true;
    const done = await room.until((await enqueue(mailId)) ?? '', 'completed');
    recordingFails = false;
    expect(done.attempts).toBe(1);
    expect(mailsTo('recorded@example.com')).toHaveLength(1);
  });

  it('ends as a dead letter at an address that is refused, and is sent once it is retried', async () => {
    const address = 'nobody@example.com';
    const { mailId } = storedMail('verify_email', address);
    server.refuse(address, 550);
    const dead = await room.until((await enqueue(mailId)) ?? '', 'failed');
    expect(dead.output).toMatchObject({ message: expect.stringContaining('answered 550') });
    const { rows } = await room.pool.query('SELECT FROM pgboss.job WHERE job::text LIKE $1', [
      `%${address}%`,
    ]);
    expect(rows).toEqual([]);
    server.refuse(address, null);
    expect(await room.jobs.retry(dead)).toBe('retried');
    await room.until(dead.id, 'completed');
    expect(mailsTo(address)).toHaveLength(1);
  });

  it('sends nothing that users no longer needs', async () => {
    const done = await room.until((await enqueue(uuidV7())) ?? '', 'completed');
    expect(done.output).toEqual({ mail: 'none', because: 'it was sent, or nobody needs it' });
  });
});
