import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { msPerMinute } from '../../platform/values/time';
import type { Client } from '../harness/client';
import { placedOrder } from '../harness/people';
import { eventually, Shop } from '../harness/shop';
import { usualTopology } from '../harness/topologies';

/** Minutes without a mail server: until pauses of retries no longer grow, or those of the variable. */
const outageMinutes = Number(process.env.TEST_MAIL_OUTAGE_MINUTES ?? 10);
const rounds = 4;
/** The longest pause of a job that retries a mail is 15 minutes. */
const recoveryMs = 20 * msPerMinute;
const resetPage = 'https://shop.example.com/reset-password';
const verifyPage = 'https://shop.example.com/verify-email';

const register = `mutation ($email: EmailAddress!) {
  register(input: { email: $email, password: "a long enough phrase", name: "Ada" }) {
    ... on Session { accessToken }
  }
}`;
const requestReset = 'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }';
const resetPassword = `mutation ($token: String!) {
  resetPassword(token: $token, password: "another phrase entirely") { __typename }
}`;

/** A buyer of the outage, with the order that was placed in it. */
interface Buyer {
  readonly email: string;
  readonly number: string;
}

async function buy(shop: Shop): Promise<Buyer> {
  const email = `${randomUUID()}@example.com`;
  const { data } = await shop.client.post({ query: register, variables: { email } });
  const { register: session } = data as { register: { accessToken: string } };
  const client: Client = shop.client.as(session.accessToken);
  const { number } = await placedOrder(client, [['DEMO-0141', 1]]);
  await shop.client.post({ query: requestReset, variables: { email } });
  return { email, number };
}

describe('the mails of a shop', () => {
  let server: MailServer;
  let shop: Shop;
  beforeAll(async () => {
    server = await startMailServer();
    const settings = {
      ORDERPROCESSING_MAIL_URL: `smtp://127.0.0.1:${server.port}`,
      ORDERPROCESSING_MAIL_FROM: 'Shop <shop@example.com>',
      ORDERPROCESSING_MAIL_TLS: 'off',
      ORDERPROCESSING_MAIL_LINKS_RESET_PASSWORD: resetPage,
      ORDERPROCESSING_MAIL_LINKS_VERIFY_EMAIL: verifyPage,
    };
    shop = await Shop.start(settings, null, usualTopology);
  });
  afterAll(async () => {
    await shop?.close();
    await server?.close();
  });

  const mailsWith = (email: string, text: string) =>
    server.mails.filter((mail) => mail.to.includes(email) && mail.text.includes(text));

  test('reach a mail server that was gone, each once', {
    timeout: outageMinutes * msPerMinute + 2 * recoveryMs,
  }, async () => {
    const { port } = server;
    await server.close();
    const buyers: Buyer[] = [];
    for (let round = 0; round < rounds; round += 1) {
      buyers.push(await buy(shop));
      await pause((outageMinutes / rounds) * msPerMinute);
    }
    server = await startMailServer({ port });
    const due = buyers.flatMap(({ email, number }) =>
      [number, resetPage, verifyPage].map((text) => ({ email, text })),
    );
    await eventually(
      'every mail',
      async () => due.every(({ email, text }) => mailsWith(email, text).length > 0),
      recoveryMs,
    );
    // Time for what would come twice.
    await pause(msPerMinute);
    for (const { email, text } of due) expect(mailsWith(email, text), text).toHaveLength(1);
    expect(server.mails).toHaveLength(due.length);
    // The half hour of a token begins when its mail is sent; only an outage of an hour can show that.
    const [first] = mailsWith(buyers[0]?.email ?? '', resetPage);
    const token = /token=([\w-]+)/.exec(first?.text ?? '')?.[1];
    const { data } = await shop.client.post({ query: resetPassword, variables: { token } });
    expect(data).toMatchObject({ resetPassword: { __typename: 'Session' } });
  });
});
