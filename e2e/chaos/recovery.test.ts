import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Order } from '../../client/src/generated/operations';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { ask, type Data } from '../harness/ask';
import { soonMs, startDeadlineMs } from '../harness/deadlines';
import { demoAccount, placedOrder } from '../harness/people';
import { killAndAwaitEnd, processesIn } from '../harness/processes';
import { eventually, Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';

const resetPage = 'https://shop.example.com/reset-password';
const verifyPage = 'https://shop.example.com/verify-email';

const register = `mutation ($email: EmailAddress!) {
  register(input: {
    email: $email, password: "a long enough phrase", name: "Ada", language: DE
  }) { ... on Session { accessToken } }
}`;
const requestReset = 'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }';
const resetPassword = `mutation ($token: String!) {
  resetPassword(token: $token, password: "another phrase entirely") { __typename }
}`;
const verifyEmail = 'mutation ($token: String!) { verifyEmail(token: $token) { __typename } }';

/** A job that ran when its process was killed runs again after its time limit. */
const afterKillMs = 3 * soonMs;

onTopology('one process', (topology) => {
  let server: MailServer;
  let settings: Record<string, string>;
  let shop: Shop;
  let killed: { email: string; number: string; id: string };
  beforeAll(async () => {
    server = await startMailServer();
    settings = {
      ORDERPROCESSING_MAIL_URL: `smtp://127.0.0.1:${server.port}`,
      ORDERPROCESSING_MAIL_FROM: 'Shop <shop@example.com>',
      ORDERPROCESSING_MAIL_TLS: 'off',
      ORDERPROCESSING_MAIL_LINKS_RESET_PASSWORD: resetPage,
      ORDERPROCESSING_MAIL_LINKS_VERIFY_EMAIL: verifyPage,
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
    const { email, client } = await customer();
    const { id, number } = await placedOrder(client, [['DEMO-0140', 2]]);
    const mail = await eventually('the mail', async () =>
      mailsTo(email).find(({ text }) => text.includes(number)),
    );
    expect(mail.text).toContain('ist bestätigt');
    expect(mail.raw).toContain(`Message-ID: <order.${id}.2@example.com>`);
  });

  /** Waits for a mail that leads to the page. @returns the token in it. */
  async function mailed(email: string, page: string, deadlineMs = soonMs): Promise<string> {
    const find = async () => {
      const link = mailsTo(email)
        .flatMap(({ text }) => text.split('\n'))
        .find((line) => line.startsWith(page));
      return link !== undefined && new URL(link).searchParams.get('token');
    };
    return eventually(`a mail to ${email}`, find, deadlineMs);
  }

  async function customer() {
    const email = `${randomUUID()}@example.com`;
    const { register: session } = await ask(shop.client, register, { email });
    return { email, client: shop.client.as(session.accessToken) };
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
    return { email, number: placed.number, id: placed.id };
  }

  const reset = async (token: string) =>
    (await ask(shop.client, resetPassword, { token })).resetPassword;

  describe('a mail', () => {
    test('is shown at /mail in development, and its token is in no log', async () => {
      const shown = await eventually('a mail on the page', async () => {
        const { email } = await customer();
        const token = await mailed(email, verifyPage);
        // A mail is sent although Redis, which alone has the page, is silent at that moment.
        const page = await (await fetch(`${shop.url}/mail`)).text();
        return page.includes(`${verifyPage}?token=${token}`) && { email, token };
      });
      await ask(shop.client, verifyEmail, { token: shown.token });
      expect(shop.output).not.toContain(shown.token);
      expect(shop.output).not.toContain(shown.email);
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
      const token = await mailed(email, resetPage, afterKillMs);
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

  const statusOf = async (id: string) => {
    const support = await demoAccount(shop.client, 'support');
    return (await support.run(Order, { id })).order?.status;
  };

  // It stops the shop, so it is the last.
  test('what was acknowledged outlives kill -9 and Ctrl-C, and nothing keeps running', async () => {
    expect(await statusOf(killed.id)).toBe('CONFIRMED');
    // It is ready as soon as one gateway is, and says so when all are.
    await eventually('the banner', async () => shop.output.includes('orderprocessing demo order'));
    const customer = await demoAccount(shop.client, 'customer');
    const { id } = await placedOrder(customer, [['DEMO-0001', 1]]);
    expect(await shop.stop()).toBe(0);
    expect(processesIn(shop.dataFolder)).toEqual([]);

    shop = await Shop.start(settings, shop.dataFolder, topology);
    expect(await statusOf(id)).toBe('CONFIRMED');
    expect(await shop.stop()).toBe(0);
    expect(processesIn(shop.dataFolder)).toEqual([]);
  });
});
