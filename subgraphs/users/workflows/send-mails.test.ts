import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { jobMetrics } from '../../../platform/jobs/metrics';
import { openMailer } from '../../../platform/mail/mailer';
import { makeCertificates, tlsFilesOf } from '../../../platform/remote/certificates';
import { type MailServer, startMailServer } from '../../../platform/testing/mail-server';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { folderForFile } from '../../../platform/testing/temporary-folder';
import { uuidV7 } from '../../../platform/values/uuid';
import { mailAttemptsMax } from '../domain/mail';
import { resetPassword } from '../testing/redeemables';
import { usersRoomForFile } from '../testing/users-room';
import { SendMails } from './send-mails';

const login = { user: 'shop@example.com', password: 'p@ss:word' };
const links = {
  resetPassword: 'https://shop.example.com/reset',
  verifyEmail: 'https://shop.example.com/verify',
  disown: 'https://shop.example.com/not-me',
};
const deadlineMs = 10_000;
const patience = { timeout: 20_000, interval: 50 };

const room = usersRoomForFile();
const run = async (statement: string, ...values: unknown[]) =>
  (await room.database.pool.query(statement, values)).rows;

const folder = folderForFile();
let certificate: { key: Buffer; cert: Buffer };
let authority: string;
let server: MailServer;
beforeAll(async () => {
  await makeCertificates(folder, ['localhost']);
  const files = tlsFilesOf(folder, 'localhost');
  certificate = { key: readFileSync(files.keyFile), cert: readFileSync(files.certificateFile) };
  authority = readFileSync(files.authorityFile, 'utf8');
  server = await startMailServer({ certificate, login });
});
afterAll(() => server.close());

const registry = new Registry();
const senders: SendMails[] = [];
afterEach(() => Promise.all(senders.splice(0).map((sender) => sender.stop())));

/** A process that sends mails. */
function sender(): SendMails {
  const user = encodeURIComponent(login.user);
  const url = `smtp://${user}:${encodeURIComponent(login.password)}@localhost:${server.port}`;
  const from = 'Shop <shop@example.com>';
  const mailServer = { url, from, tls: 'required', authority, deadlineMs } as const;
  const mailer = openMailer({ server: mailServer, logger, registry });
  const metrics = jobMetrics(registry);
  const one = new SendMails({ store: room.store, mailer, deadlineMs, links, metrics, logger });
  senders.push(one);
  one.start();
  return one;
}

const mailsTo = (email: string) => server.mails.filter(({ to }) => to.includes(email));

/** An account that has asked for a link to set a new password. */
async function requested() {
  const email = `${uuidV7()}@example.com`;
  await room.account({ email });
  await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
  const [{ id }] = (await run('SELECT id FROM mails ORDER BY id DESC LIMIT 1')) as [{ id: string }];
  return { email, id };
}

async function jobOf(id: string) {
  const query = `query ($id: ID!) {
    mailJobs(first: 1, id: $id) { state attempts attemptsMax startedAt finishedAt output }
  }`;
  const { data } = await room.internal(query, { id });
  const [job] = data.mailJobs as { state: string; attempts: number; output: string }[];
  return job;
}

const until = (id: string, state: string) =>
  vi.waitFor(async () => expect(await jobOf(id)).toMatchObject({ state }), patience);

/** Ends the pause before the next attempt, or the lease of a process that died. */
const passTime = () => run(`UPDATE mails SET attempt_after = now() - interval '1 second'`);

describe('a mail to an account', () => {
  it('has a token in its link that works, and that is stored nowhere', async () => {
    const { email, id } = await requested();
    expect(await jobOf(id)).toMatchObject({ state: 'created', attempts: 0, output: 'null' });
    sender();
    await until(id, 'completed');
    const [mail] = mailsTo(email);
    expect(mail?.raw).toMatch(new RegExp(`^Message-ID: <account.${id}@example.com>\r$`, 'm'));
    expect(mail?.raw).toContain('Subject: Choose a new password');
    expect(mail?.raw).toContain('text/html');
    const token = /reset\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    for (const table of ['mails', 'mail_tokens']) {
      expect(await run(`SELECT FROM ${table} row WHERE row::text LIKE $1`, `%${token}%`)).toEqual(
        [],
      );
    }
    expect(await resetPassword(room, token)).toBe('Session');
    const output = '{"kind":"reset_password","mail":"sent"}';
    expect(await jobOf(id)).toMatchObject({ attempts: 1, attemptsMax: mailAttemptsMax, output });
  });

  it('waits for a mail server that is down; the token of the attempt that arrives works', async () => {
    const { email, id } = await requested();
    const { port } = server;
    await server.close();
    const process = sender();
    await until(id, 'retry');
    expect((await jobOf(id))?.output).toContain('ECONNREFUSED');
    server = await startMailServer({ certificate, login, port });
    await passTime();
    process.wake();
    await until(id, 'completed');
    expect(mailsTo(email)).toHaveLength(1);
    const token = /reset\?token=(\S+)/.exec(mailsTo(email)[0]?.text ?? '')?.[1] ?? '';
    expect(await resetPassword(room, token)).toBe('Session');
  });

  it('is sent by another process once the lease of one that was killed has ended', async () => {
    const { email, id } = await requested();
    expect(await room.store.mailQueue.claim(100, 3_600)).toContainEqual({ id, attempts: 1 });
    const process = sender();
    const other = await requested();
    process.wake();
    await until(other.id, 'completed');
    expect(await jobOf(id)).toMatchObject({ state: 'active', attempts: 1 });
    await passTime();
    process.wake();
    await until(id, 'completed');
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('is sent once by several processes', async () => {
    const mails = await Promise.all(Array.from({ length: 20 }, requested));
    sender();
    sender();
    for (const { email } of mails) {
      await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(1), patience);
    }
    const open = await room.store.mailQueue.counts();
    expect(open.filter(({ state }) => state !== 'failed')).toEqual([]);
    for (const { email } of mails) expect(mailsTo(email)).toHaveLength(1);
  });

  it('is sent without a pause when others end while one is claimed', async () => {
    const mails = await Promise.all(Array.from({ length: 6 }, requested));
    const { claim, finish } = room.store.mailQueue;
    const secondClaim = Promise.withResolvers<void>();
    const othersEnded = Promise.withResolvers<void>();
    let [claims, ended] = [0, 0];
    const claimed = vi.spyOn(room.store.mailQueue, 'claim').mockImplementation(async (...args) => {
      claims += 1;
      if (claims === 2) {
        secondClaim.resolve();
        await othersEnded.promise;
      }
      return claim(...args);
    });
    // One of four mails ends, and the other three while the next claim is on its way.
    const finished = vi
      .spyOn(room.store.mailQueue, 'finish')
      .mockImplementation(async (...args) => {
        ended += 1;
        if (ended > 1 && ended < 5) await secondClaim.promise;
        await finish(...args);
        if (ended === 4) setTimeout(othersEnded.resolve, 200);
      });
    onTestFinished(() => {
      claimed.mockRestore();
      finished.mockRestore();
    });
    sender();
    for (const { id } of mails) await until(id, 'completed');
  });

  it('is a dead letter at an address that is refused, and is sent once it is retried', async () => {
    const { email, id } = await requested();
    server.refuse(email, 550);
    const process = sender();
    await until(id, 'failed');
    const { output } = (await jobOf(id)) ?? {};
    expect(output).toContain('answered 550');
    expect(output).not.toContain(email);
    expect(await registry.metrics()).toContain('jobs{queue="send-account-mail",state="failed"} 1');
    const retryMail = 'mutation ($id: ID!) { retryMail(id: $id) }';
    server.refuse(email, null);
    expect((await room.internal(retryMail, { id })).data).toEqual({ retryMail: true });
    process.wake();
    await until(id, 'completed');
    expect(mailsTo(email)).toHaveLength(1);
    expect((await room.internal(retryMail, { id })).data).toEqual({ retryMail: false });
  });

  it('is a dead letter after its last attempt', async () => {
    const { id } = await requested();
    await run('UPDATE mails SET attempts = $2 WHERE id = $1', id, mailAttemptsMax - 1);
    const { port } = server;
    await server.close();
    sender();
    await until(id, 'failed');
    server = await startMailServer({ certificate, login, port });
  });

  it('is a dead letter when the process of its last attempt was killed', async () => {
    const { email, id } = await requested();
    await run('UPDATE mails SET attempts = $2 WHERE id = $1', id, mailAttemptsMax);
    sender();
    await until(id, 'failed');
    expect((await jobOf(id))?.output).toContain('The process ended');
    expect(mailsTo(email)).toEqual([]);
  });

  it('is not sent to nobody', async () => {
    await room.anonymous()('mutation { requestPasswordReset(email: "nobody@example.com") }');
    const [{ id }] = (await run('SELECT id FROM mails ORDER BY id DESC LIMIT 1')) as [
      { id: string },
    ];
    sender();
    await until(id, 'completed');
    expect((await jobOf(id))?.output).toContain('"mail":"none"');
    expect(mailsTo('nobody@example.com')).toEqual([]);
  });
});

it('is a dead letter a day after an earlier version has queued it, which can be retried', async () => {
  const { email, id } = await requested();
  await run(`UPDATE mails SET queued_at = now() - interval '2 days' WHERE id = $1`, id);
  expect(await jobOf(id)).toMatchObject({ state: 'failed' });
  const process = sender();
  const other = await requested();
  process.wake();
  await until(other.id, 'completed');
  expect(mailsTo(email)).toEqual([]);
  await room.internal('mutation ($id: ID!) { retryMail(id: $id) }', { id });
  process.wake();
  await until(id, 'completed');
});
