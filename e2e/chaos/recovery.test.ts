import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { soonMs, startDeadlineMs } from '../harness/deadlines';
import { demoAccount, placedOrder } from '../harness/people';
import { killAndAwaitEnd } from '../harness/processes';
import { eventually, Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import {
  ask,
  type Data,
  disownChange,
  login,
  newEmail,
  password,
  refreshSession,
  register,
  requestReset,
  resetPassword,
  updateProfile,
  verifyEmail,
} from './account-operations';

const replacement = 'another phrase entirely';
const resetPage = 'https://shop.example.com/reset-password';
const verifyPage = 'https://shop.example.com/verify-email';
const disownPage = 'https://shop.example.com/not-me';

/** A job that ran when its process was killed runs again after its time limit. */
const afterKillMs = 3 * soonMs;

onTopology('one process', (topology) => {
  let server: MailServer;
  let settings: Record<string, string>;
  let shop: Shop;
  let killed: { email: string; number: string };
  beforeAll(async () => {
    server = await startMailServer();
    settings = {
      ORDERPROCESSING_MAIL_URL: `smtp://127.0.0.1:${server.port}`,
      ORDERPROCESSING_MAIL_FROM: 'Shop <shop@example.com>',
      ORDERPROCESSING_MAIL_TLS: 'off',
      ORDERPROCESSING_MAIL_LINKS_RESET_PASSWORD: resetPage,
      ORDERPROCESSING_MAIL_LINKS_VERIFY_EMAIL: verifyPage,
      ORDERPROCESSING_MAIL_LINKS_DISOWN: disownPage,
    };
    shop = await Shop.start(settings, null, topology);
    // Its mails take minutes, in which the other tests run.
    killed = await killedBeforeItsMails();
  }, 2 * startDeadlineMs);
  afterAll(async () => {
    await shop.close();
    await server.close();
  });

  const mailsTo = (email: string) => server.mails.filter(({ to }) => to.includes(email));

  test('a buyer gets a mail about an order, in the language of the account', async () => {
    const email = newEmail();
    const { register: session } = await ask(shop.client, register, { email });
    const buyer = shop.client.as(session.accessToken);
    const { id, number } = await placedOrder(buyer, [['DEMO-0140', 2]]);
    const mail = await eventually('the mail', async () =>
      mailsTo(email).find(({ text }) => text.includes(number)),
    );
    expect(mail.text).toContain('ist bestätigt');
    expect(mail.raw).toContain(`Message-ID: <order.${id}.2@example.com>`);
  });

  /**
   * Waits for the given number of mails that lead to the page.
   * @returns the token in the newest one.
   */
  async function mailed(
    email: string,
    page: string,
    count = 1,
    deadlineMs = soonMs,
  ): Promise<string> {
    const find = async () => {
      const texts = mailsTo(email).flatMap(({ text }) => (text.includes(page) ? [text] : []));
      if (texts.length < count) return null;
      const link = texts
        .at(-1)
        ?.split('\n')
        .find((line) => line.startsWith(page));
      return new URL(link ?? '').searchParams.get('token');
    };
    return eventually(`mail ${count} to ${email}`, find, deadlineMs);
  }

  async function customer() {
    const email = newEmail();
    const { register: session } = await ask(shop.client, register, { email });
    return { email, session, client: shop.client.as(session.accessToken) };
  }

  /** What is left to do of the mails of a buyer when everything is killed. */
  async function killedBeforeItsMails() {
    const { email, client } = await customer();
    await mailed(email, verifyPage);
    const { port, mails } = server;
    await server.close();
    const placed = await placedOrder(client, [['DEMO-0141', 1]]);
    await ask(shop.client, requestReset, { email });
    // Its processes drain, and would send mails as soon as the server is back.
    await killAndAwaitEnd(shop);
    server = await startMailServer({ port, mails });
    shop = await Shop.start(settings, shop.dataFolder, topology);
    return { email, number: placed.number };
  }

  const reset = async (token: string, password = replacement) =>
    (await ask(shop.client, resetPassword, { token, password })).resetPassword;
  const verify = async (token: string) =>
    (await ask(shop.client, verifyEmail, { token })).verifyEmail;
  const expired = { __typename: 'TokenExpiredError', code: 'TOKEN_EXPIRED' };

  describe('a new account', () => {
    test('verifies its address with the mailed link, in its language, once', async () => {
      const { email, session, client } = await customer();
      expect(session.user.emailVerified).toBe(false);
      const token = await mailed(email, verifyPage);
      expect(mailsTo(email)[0]?.text).toContain('E-Mail-Adresse bestätigen');
      expect(await verify(token)).toEqual({ __typename: 'User', email, emailVerified: true });
      expect(await verify(token)).toEqual(expired);
      expect((await ask(client, '{ me { emailVerified } }')).me.emailVerified).toBe(true);
    });

    test('has the answer of an unknown address when it asks for a new password', async () => {
      const { email } = await customer();
      const answers = [];
      for (const address of [email, newEmail()]) {
        const { status, data, errors } = await shop.client.post({
          query: requestReset,
          variables: { email: address },
        });
        answers.push({ status, data, errors });
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ status: 200, data: { requestPasswordReset: true } });
    });
  });

  describe('a forgotten password', () => {
    test('is replaced with the mailed link, which ends the old sessions and is announced', async () => {
      const { email, session } = await customer();
      await ask(shop.client, requestReset, { email });
      const token = await mailed(email, resetPage);
      expect(await reset(token)).toMatchObject({
        __typename: 'Session',
        user: { email, emailVerified: true },
      });
      const variables = { token: session.refreshToken };
      const { refreshSession: refreshed } = await ask(shop.client, refreshSession, variables);
      expect(refreshed.__typename).toBe('SessionEndedError');
      const signIn = async (typed: string) =>
        (await ask(shop.client, login, { email, password: typed })).login.__typename;
      expect(await signIn(replacement)).toBe('Session');
      expect(await signIn(password)).toBe('InvalidCredentialsError');
      await eventually('the announcement', async () =>
        mailsTo(email).some(({ text }) => text.includes('Alle früheren Sitzungen sind beendet')),
      );
    });

    test('is replaced by the newest link alone, once, and by no forgery', async () => {
      const { email } = await customer();
      await ask(shop.client, requestReset, { email });
      const first = await mailed(email, resetPage);
      await ask(shop.client, requestReset, { email });
      const second = await mailed(email, resetPage, 2);
      const forged = `${second.slice(0, -1)}${second.endsWith('A') ? 'B' : 'A'}`;
      const verification = await mailed(email, verifyPage);
      for (const bad of [first, forged, verification, ''])
        expect(await reset(bad)).toEqual(expired);
      expect((await reset(second)).__typename).toBe('Session');
      expect(await reset(second, 'a third phrase here')).toEqual(expired);
    });

    test('gets at most three links an hour, and is answered true after them', async () => {
      const { email } = await customer();
      for (let times = 0; times < 5; times += 1) await ask(shop.client, requestReset, { email });
      await mailed(email, resetPage, 3);
      const other = await customer();
      await ask(shop.client, requestReset, { email: other.email });
      await mailed(other.email, resetPage);
      expect(mailsTo(email).filter(({ text }) => text.includes(resetPage))).toHaveLength(3);
    });
  });

  describe('another address', () => {
    test('is disowned with the link in the mail to the old one, which ends all sessions', async () => {
      const { email, session, client } = await customer();
      await verify(await mailed(email, verifyPage));
      const next = newEmail();
      await ask(client, updateProfile, { email: next, password });
      await verify(await mailed(next, verifyPage));
      const token = await eventually('the notice', async () => {
        const notice = mailsTo(email).find(({ text }) => text.includes('nicht mehr anmelden'));
        return notice && new RegExp(`${disownPage}\\?token=(\\S+)`).exec(notice.text)?.[1];
      });
      const ended = shop.client.as(session.accessToken);
      const { disownChange: disowned } = await ask(ended, disownChange, { token });
      expect(disowned).toMatchObject({ __typename: 'ChangeDisowned', email });
      await eventually('the end of its access token', async () => {
        const { errors } = await ended.post({ query: '{ me { id } }' });
        return errors.length > 0;
      });
      // A token of an ended session is ignored, not refused.
      expect((await ask(ended, disownChange, { token })).disownChange).toEqual(expired);
      expect(await reset(disowned.resetToken)).toMatchObject({ user: { email } });
    });

    test('counts once it is verified; the old one is informed', async () => {
      const { email, client } = await customer();
      const next = newEmail();
      const variables = { email: next, password };
      expect((await ask(client, updateProfile, variables)).updateProfile).toEqual({
        __typename: 'User',
        email,
        pendingEmail: next,
      });
      await eventually('the notice', async () =>
        mailsTo(email).some(({ text }) => text.includes('eine andere E-Mail-Adresse')),
      );
      expect(await verify(await mailed(next, verifyPage))).toMatchObject({ email: next });
      expect((await ask(client, '{ me { email pendingEmail } }')).me).toEqual({
        email: next,
        pendingEmail: null,
      });
    });

    test('that is taken is refused to somebody who reads its mail, not before', async () => {
      const owner = await customer();
      const { email, client } = await customer();
      const wrong = { email: owner.email, password: 'not the password' };
      expect((await ask(client, updateProfile, wrong)).updateProfile.code).toBe(
        'INVALID_CREDENTIALS',
      );
      const right = { email: owner.email, password };
      const { updateProfile: answer } = await ask(client, updateProfile, right);
      expect(answer).toEqual({ __typename: 'User', email, pendingEmail: owner.email });
      expect(await verify(await mailed(owner.email, verifyPage, 2))).toEqual({
        __typename: 'EmailTakenError',
        code: 'EMAIL_TAKEN',
      });
    });
  });

  describe('a mail', () => {
    test('is shown at /mail in development, and its token is in no log', async () => {
      const { email } = await customer();
      const token = await mailed(email, verifyPage);
      const page = await (await fetch(`${shop.url}/mail`)).text();
      expect(page).toContain(`${verifyPage}?token=${token}`);
      await verify(token);
      expect(shop.output).not.toContain(token);
      expect(shop.output).not.toContain(email);
    });

    const statesOf = async (queue: string): Promise<string[]> => {
      const admin = await demoAccount(shop.client, 'admin');
      const query = 'query ($queue: String!) { jobs(queue: $queue) { nodes { state outcome } } }';
      const { jobs } = await ask(admin, query, { queue });
      expect(JSON.stringify(jobs)).not.toContain('@example.com');
      return jobs.nodes.map(({ state }: Data) => state);
    };

    test('is sent once the mail server is back, and waits as a job that ADMIN sees', async () => {
      const { email } = await customer();
      await mailed(email, verifyPage);
      const { port, mails } = server;
      await server.close();
      await ask(shop.client, requestReset, { email });
      await eventually('a failed attempt', async () =>
        (await statesOf('send-account-mail')).includes('RETRYING'),
      );
      server = await startMailServer({ port, mails });
      expect((await reset(await mailed(email, resetPage))).__typename).toBe('Session');
      expect(mailsTo(email).filter(({ text }) => text.includes(resetPage))).toHaveLength(1);
    });

    test('survives that everything was killed right after what it reports', async () => {
      const { email, number } = killed;
      const token = await mailed(email, resetPage, 1, afterKillMs);
      expect((await reset(token)).__typename).toBe('Session');
      const ofOrder = () => mailsTo(email).filter(({ text }) => text.includes(number));
      await eventually('its mail', async () => ofOrder().length > 0, afterKillMs);
      expect(mailsTo(email).filter(({ text }) => text.includes(resetPage))).toHaveLength(1);
      await eventually('no mail that waits', async () => {
        const states = await statesOf('send-order-mail');
        return states.length > 0 && states.every((state) => state === 'COMPLETED');
      });
      expect(ofOrder()).toHaveLength(1);
    });
  });
});
