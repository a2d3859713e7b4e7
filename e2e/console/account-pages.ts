import { expect, test } from 'vitest';
import {
  ChangePassword,
  Login,
  RefreshSession,
  Register,
} from '../../client/src/generated/operations';
import { type Language, languages } from '../../mail/letter';
import { type MailData, type MailKind, renderMail, templates } from '../../mail/templates';
import { codeShown } from '../../platform/testing/authenticator';
import { buyer, newAccount, verifyAddress } from '../harness/people';
import type { Shop } from '../harness/shop';
import { type AccountVisit, linksIn, type PostedShop, visitAccount } from './account-visit';

const nothingHere: Readonly<Record<Language, string>> = {
  EN: 'Nothing here',
  DE: 'Hier ist nichts',
};

/** The shop of the example data. Tracking pages are the carrier's. */
const exampleShop = 'https://shop.example.com/';

/** The links to the shop of every mail in a language, in its text and in its page. */
function linksOfTemplates(language: Language): string[] {
  const mails = (Object.keys(templates) as MailKind[]).map((kind) =>
    renderMail(kind, language, templates[kind].sample as MailData<MailKind>),
  );
  const links = mails.flatMap(({ text, html }) => linksIn(`${text}\n${html}`));
  return links.filter((link) => link.startsWith(exampleShop));
}

/** The page at this shop that a link of an example leads to. */
const pageOf = (link: string): string => {
  const { pathname, search } = new URL(link);
  if (pathname.startsWith('/shop/')) return pathname + search;
  return `/account/${pathname.split('/').at(-1)}${search}`;
};

/** Requests a new password on the pages, from the sign-in on. */
async function requestPassword(visit: AccountVisit, url: string): Promise<void> {
  const { page } = visit.visitor;
  await page.goto(`${url}/console`);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await visit.heading('Forgot password?');
  await visit.press('Send the link');
  await page.getByText('Enter an e-mail address, for example').waitFor();
  await visit.examine();
  await page.getByLabel('E-mail address').fill(visit.email);
  await visit.press('Send the link');
  await visit.heading('Check your mail');
  await visit.examine();
}

const promote = `UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = $1`;
const enrol = (password: string) => `mutation { enrolTotp(password: "${password}") { secret } }`;
const switchOn = `mutation ($code: String!) { confirmTotp(code: $code) {
  ... on RecoveryCodes { codes } } }`;
const signIn = (email: string, password: string) => `mutation {
  login(input: { email: "${email}", password: "${password}" }) { ... on Session { accessToken } } }`;

/** An administrator with a second factor. @returns also a recovery code. */
async function newAdmin(shop: Shop) {
  const account = await newAccount(shop.client);
  await verifyAddress(shop, account.id);
  await shop.query('users', promote, [account.id]);
  // biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
  const ask = async (client: Shop['client'], query: string, variables = {}): Promise<any> =>
    (await client.post({ query, variables })).data;
  const { login } = await ask(shop.client, signIn(account.email, account.password));
  const client = shop.client.as(login.accessToken);
  const { enrolTotp } = await ask(client, enrol(account.password));
  const code = codeShown(enrolTotp.secret);
  const { confirmTotp } = await ask(client, switchOn, { code });
  return { ...account, recoveryCode: String(confirmTotp.codes[0]) };
}

/** What the links in mails lead to, in any environment. */
export function checkMailLinks(posted: () => PostedShop): void {
  test.each(languages)('every link of every mail leads to a page, in %s', async (language) => {
    const all = new Set(linksOfTemplates(language).map(pageOf));
    const pages = [...all].filter((path) => path.startsWith('/account/'));
    expect(pages.length).toBeGreaterThan(1);
    await visitAccount(posted(), { language, email: '' }, async (visit) => {
      const { page, url } = visit.visitor;
      for (const path of pages) {
        const response = await page.goto(url + path);
        expect(response?.status(), path).toBe(200);
        const heading = page.locator('h1');
        await heading.waitFor();
        expect(await heading.textContent(), path).not.toBe(nothingHere[language]);
        expect(page.url()).toBe(`${url}${path.replace(/\?.*/, '')}`);
        expect(await page.locator('html').getAttribute('lang')).toBe(language.toLowerCase());
        await visit.examine();
      }
      // Production serves no example of a shop.
      if (!posted().isDevelopment) return;
      // The shop speaks English only, and shows an order to its buyer.
      await page.goto(`${url}/shop/order?orderId=sample`);
      const signIn = page.getByRole('alert').getByRole('link', { name: 'Sign in' });
      expect(await signIn.getAttribute('href')).toContain('next=%2Forder%3ForderId%3Dsample');
      await visit.examine();
    });
    expect([...all]).toContain('/shop/order?orderId=sample');
  });

  test('a customer chooses a new password, which the used link then refuses', async () => {
    const { shop } = posted();
    const { email } = await newAccount(shop.client);
    await visitAccount(posted(), { language: 'EN', email }, async (visit) => {
      const { page } = visit.visitor;
      await requestPassword(visit, shop.url);
      const token = await visit.follow('reset-password');
      expect(await page.evaluate('location.href + JSON.stringify(history.state)')).not.toContain(
        token,
      );
      const password = page.getByLabel('New password');
      await password.fill('short');
      await password.press('Enter');
      await page.getByRole('alert').getByText('Use at least 8 characters.').waitFor();
      await password.fill('password1');
      await visit.press('Save the password');
      await page.getByText('This password is too common.').waitFor();
      await visit.press('Show');
      await visit.examine();
      await password.fill('another phrase entirely');
      await visit.press('Save the password');
      await visit.heading('Your new password is saved');
      await visit.examine();
      const toShop = page.getByRole('link', { name: 'Go to the shop' });
      if (posted().isDevelopment) {
        await toShop.click();
        await page.getByRole('link', { name: 'My orders' }).waitFor();
      } else await page.getByText('Go back to the shop').waitFor();
      await visit.follow('reset-password');
      await password.fill('a third phrase instead');
      await visit.press('Save the password');
      await visit.heading('This link no longer works');
      await page.getByRole('link', { name: 'Request a new link' }).click();
      await visit.heading('Forgot password?');
    });
  });
}

/** The rest of what people do on the account pages. */
export function checkAccountPages(posted: () => PostedShop): void {
  test('a press confirms an address, opening the link does not, and it works once', async () => {
    const { shop } = posted();
    const account = { ...buyer(), language: 'DE' as const };
    const { register } = await shop.client.run(Register, { input: account });
    if (register?.__typename !== 'Session') throw new Error(JSON.stringify(register));
    const isVerified = async () => {
      const statement = 'SELECT email_verified_at FROM users WHERE id = $1';
      const [row] = await shop.query('users', statement, [register.user.id]);
      return row?.email_verified_at !== null;
    };
    await visitAccount(posted(), { language: 'DE', email: account.email }, async (visit) => {
      const { page } = visit.visitor;
      const confirm = 'E-Mail-Adresse bestätigen';
      await visit.follow('verify-email');
      await visit.heading(confirm);
      await page.goto(`${shop.url}/account/verify-email?token=unknown`);
      await visit.press(confirm);
      await visit.heading('Dieser Link gilt nicht mehr');
      await page.getByLabel('E-Mail-Adresse').fill(account.email);
      await page.getByLabel('Passwort', { exact: true }).fill('not this one');
      await visit.press('Neuen Link schicken');
      await page.getByRole('alert').getByText('Passwort ist falsch').waitFor();
      await visit.examine();
      await page.getByLabel('Passwort', { exact: true }).fill(account.password);
      await visit.press('Neuen Link schicken');
      await visit.heading('Sehen Sie in Ihr Postfach');
      await visit.follow('verify-email', 2);
      await visit.heading(confirm);
      expect(await isVerified()).toBe(false);
      await visit.press(confirm);
      await visit.heading('Ihre E-Mail-Adresse ist bestätigt');
      expect(await isVerified()).toBe(true);
      await visit.examine();
      await visit.follow('verify-email', 2);
      await visit.press(confirm);
      await visit.heading('Dieser Link gilt nicht mehr');
      await page.getByLabel('E-Mail-Adresse').fill(account.email);
      await page.getByLabel('Passwort', { exact: true }).fill(account.password);
      await visit.press('Neuen Link schicken');
      await visit.heading('Ihre E-Mail-Adresse ist bestätigt');
    });
  });

  test('an owner locks out who changed the password, and signs in with a new one', async () => {
    const { shop } = posted();
    const { email, password } = await newAccount(shop.client);
    const stolen = 'the phrase of somebody else';
    const { login } = await shop.client.run(Login, { input: { email, password } });
    if (login?.__typename !== 'Session') throw new Error(JSON.stringify(login));
    const thief = shop.client.as(login.accessToken);
    const change = { current: password, new: stolen };
    const { changePassword } = await thief.run(ChangePassword, change);
    if (changePassword?.__typename !== 'Session') throw new Error(JSON.stringify(changePassword));
    await visitAccount(posted(), { language: 'EN', email }, async (visit) => {
      const { page } = visit.visitor;
      await visit.follow('not-me', 2);
      await visit.heading('This was not me');
      await visit.press('Lock everybody else out');
      await visit.heading('Choose a new password');
      const { refreshToken } = changePassword;
      const { refreshSession } = await shop.client.run(RefreshSession, { refreshToken });
      expect(refreshSession?.__typename).toBe('SessionEndedError');
      const input = { email, password: stolen };
      expect((await shop.client.run(Login, { input })).login?.__typename).toBe(
        'InvalidCredentialsError',
      );
      await visit.examine();
      await page.getByLabel('New password').fill('the phrase of the owner');
      await visit.press('Save the password');
      await visit.heading('Your new password is saved');
      await visit.follow('not-me', 2);
      await visit.press('Lock everybody else out');
      await visit.heading('This link no longer works');
      await visit.examine();
    });
  });

  test('staff with a second factor enters its code, and is in the console', async () => {
    const { shop } = posted();
    const { email, recoveryCode } = await newAdmin(shop);
    await visitAccount(posted(), { language: 'EN', email }, async (visit) => {
      const { page } = visit.visitor;
      await requestPassword(visit, shop.url);
      await visit.follow('reset-password');
      await page.getByLabel('New password').fill('another phrase entirely');
      await visit.press('Save the password');
      await visit.heading('Confirm that it is you');
      await page.getByLabel('Code from your authenticator app').fill('no');
      await visit.press('Confirm');
      await page.getByRole('alert').getByText('The code is wrong').waitFor();
      await visit.examine();
      await visit.press('Use a recovery code');
      await page.getByLabel('Recovery code').fill(recoveryCode);
      await visit.press('Confirm');
      await page.getByText(`You are signed in as ${email}.`).waitFor();
      await page.getByRole('link', { name: 'Go to the console' }).click();
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    });
  });
}
