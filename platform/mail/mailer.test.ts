import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, tlsFilesOf } from '../remote/certificates';
import { createLogger } from '../telemetry/logger';
import { type MailServer, type MailServerOptions, startMailServer } from '../testing/mail-server';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { memoryMailbox } from './mailbox';
import { MailError, openMailer, type MailServer as Settings } from './mailer';

const certificateMs = 60_000;
const deadlineMs = 20_000;
const from = 'Shop <shop@example.com>';
const mail = {
  to: 'ada@example.com',
  subject: 'Something was disabled',
  text: 'Why: it is gone.\n',
  id: 'disabled.1',
};

const folder = folderForFile();
let authority: string;
let certificate: { key: Buffer; cert: Buffer };
let server: MailServer | undefined;

beforeAll(async () => {
  await makeCertificates(folder, ['localhost']);
  const files = tlsFilesOf(folder, 'localhost');
  authority = readFileSync(files.authorityFile, 'utf8');
  certificate = { key: readFileSync(files.keyFile), cert: readFileSync(files.certificateFile) };
}, certificateMs);
afterEach(() => server?.close());

async function serverThat(options: MailServerOptions = {}): Promise<MailServer> {
  server = await startMailServer(options);
  return server;
}

function mailerTo(port: number, given: Partial<Settings> = {}) {
  const registry = new Registry();
  const url = `smtp://localhost:${port}`;
  const settings = { url, from, tls: 'off', deadlineMs, ...given } as const;
  const mailer = openMailer({ server: settings, logger, registry });
  return {
    send: (signal = new AbortController().signal) => mailer.send(mail, signal),
    failure: async () => {
      const failed = await mailer.send(mail, new AbortController().signal).catch((error) => error);
      expect(failed).toBeInstanceOf(MailError);
      return failed as MailError;
    },
    metrics: () => registry.metrics(),
  };
}

describe('a mail', () => {
  it('is handed to the server with its text and one Message-ID at every try', async () => {
    const { port, mails } = await serverThat();
    const mailer = mailerTo(port);
    expect(await mailer.send()).toBe('sent');
    expect(await mailer.send()).toBe('sent');
    expect(mails.map(({ from: sender, to }) => [sender, to])).toEqual([
      ['shop@example.com', ['ada@example.com']],
      ['shop@example.com', ['ada@example.com']],
    ]);
    for (const { raw } of mails) {
      expect(raw).toContain('From: Shop <shop@example.com>\r\n');
      expect(raw).toContain('Subject: Something was disabled\r\n');
      expect(raw).toContain('Message-ID: <disabled.1@example.com>\r\n');
      expect(raw).toContain('\r\n\r\nWhy: it is gone.\r\n');
    }
    expect(await mailer.metrics()).toContain('mails_total{outcome="sent"} 2');
  });

  it('goes over STARTTLS, with a login, to a server whose certificate holds', async () => {
    const login = { user: 'shop@example.com', password: 'p@ss:word' };
    const { port, mails } = await serverThat({ certificate, login });
    const password = encodeURIComponent(login.password);
    const url = `smtp://${encodeURIComponent(login.user)}:${password}@localhost:${port}`;
    expect(await mailerTo(port, { url, tls: 'required', authority }).send()).toBe('sent');
    expect(mails).toHaveLength(1);
  });

  it('is not sent without STARTTLS, or to a server with an unknown certificate', async () => {
    const open = await serverThat();
    const failed = await mailerTo(open.port, { tls: 'required' }).failure();
    expect(failed.isRefused).toBe(false);
    expect(open.mails).toEqual([]);
    await open.close();
    const strange = await serverThat({ certificate });
    const url = `smtp://localhost:${strange.port}/?tls.rejectUnauthorized=false`;
    await mailerTo(strange.port, { url, tls: 'required' }).failure();
    expect(strange.mails).toEqual([]);
  });

  it('that is permanently rejected is distinguished from one that may be accepted later', async () => {
    const { port, refuse } = await serverThat();
    const mailer = mailerTo(port);
    refuse(mail.to, 550);
    const { isRefused, message } = await mailer.failure();
    expect([isRefused, message]).toEqual([true, expect.stringContaining('RCPT TO, answered 550')]);
    refuse(mail.to, 451);
    expect((await mailer.failure()).isRefused).toBe(false);
    expect(await mailer.metrics()).toContain('mails_total{outcome="refused"} 1');
    expect(await mailer.metrics()).toContain('mails_total{outcome="failed"} 1');
  });

  it('is retried when the login fails', async () => {
    const { port } = await serverThat({ login: { user: 'shop', password: 'right' }, certificate });
    const url = `smtp://shop:wrong@localhost:${port}`;
    const { isRefused, message } = await mailerTo(port, {
      url,
      tls: 'required',
      authority,
    }).failure();
    expect([isRefused, message]).toEqual([false, expect.stringContaining('answered 535')]);
  });

  it('leaves no address in an error', async () => {
    const { port, refuse } = await serverThat();
    refuse(mail.to, 550);
    const failed = await mailerTo(port).failure();
    expect(`${failed.stack} ${JSON.stringify(failed)}`).not.toContain(mail.to);
    expect(failed.cause).toBeUndefined();
  });

  it('is abandoned at its deadline, and when its caller leaves', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const late = await mailerTo(port, { deadlineMs: 100 }).failure();
    expect(late.message).toContain('longer than 100 ms');
    const left = new AbortController();
    const sending = mailerTo(port).send(left.signal);
    left.abort();
    await expect(sending).rejects.toThrow(MailError);
    silent.close();
  });

  it('has a page besides its text where it is given one', async () => {
    const { port, mails } = await serverThat();
    const html = '<!doctype html><title>Hello</title>';
    const server = { url: `smtp://localhost:${port}`, from, tls: 'off', deadlineMs } as const;
    const mailer = openMailer({ server, logger, registry: new Registry() });
    await mailer.send({ ...mail, html }, new AbortController().signal);
    const { raw = '' } = mails[0] ?? {};
    expect(raw).toContain('Content-Type: multipart/alternative;');
    expect(raw).toContain(html);
    expect(raw).toContain('Why: it is gone.');
  });

  it('is shown in the mailbox of development, with and without a server', async () => {
    const { port, mails } = await serverThat();
    const given = { url: `smtp://localhost:${port}`, from, tls: 'off', deadlineMs } as const;
    for (const [server, outcome] of [
      [given, 'sent'],
      [null, 'shown'],
    ] as const) {
      const mailbox = memoryMailbox();
      const mailer = openMailer({ server, mailbox, logger, registry: new Registry() });
      expect(await mailer.send(mail, new AbortController().signal)).toBe(outcome);
      expect(await mailbox.latest()).toMatchObject([{ to: mail.to, text: mail.text }]);
    }
    expect(mails).toHaveLength(1);
  });

  it('is logged by its subject alone where there is no server', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ level: 'info', pretty: false, name: 'test', destination });
    const mailer = openMailer({ server: null, logger, registry: new Registry() });
    expect(await mailer.send(mail, new AbortController().signal)).toBe('logged');
    expect(lines.join('')).toContain(mail.subject);
    expect(lines.join('')).not.toContain('it is gone');
    expect(lines.join('')).not.toContain(mail.to);
  });
});
