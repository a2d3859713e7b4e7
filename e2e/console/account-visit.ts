import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '../../mail/letter';
import { unheard } from '../harness/screen-reader';
import { eventually, type Shop } from '../harness/shop';
import { type Look, Visitor } from './visitor';

/** A shop, a browser, and the mails that the shop sends. */
export interface PostedShop {
  readonly shop: Shop;
  readonly browser: Browser;
  /** The origin that links in mails have. */
  readonly origin: string;
  /** Production has the same pages, which are examined in development. */
  readonly isDevelopment: boolean;
  /** The texts of the mails to an address, oldest first. */
  mailsTo(email: string): Promise<readonly string[]>;
}

const localeOf: Readonly<Record<Language, string>> = { EN: 'en-GB', DE: 'de-DE' };
const looks: readonly Look[] = ['wide and light', 'narrow and dark'];

export const linksIn = (text: string): string[] => text.match(/https?:\/\/[^\s"<]+/g) ?? [];

/** The mails that `/mail` shows to a developer, oldest first. */
export async function shownMails(url: string, email: string): Promise<string[]> {
  const html = await (await fetch(`${url}/mail`)).text();
  const articles = html.split('<article>').filter((each) => each.includes(`to ${email} `));
  return articles.reverse();
}

/** A person on the account pages. */
export class AccountVisit {
  constructor(
    private readonly posted: PostedShop,
    readonly visitor: Visitor,
    readonly email: string,
  ) {}

  /** Opens the link of the newest mail that leads to a page. @returns its token. */
  async follow(page: string, mails = 1): Promise<string> {
    const { origin, shop, mailsTo } = this.posted;
    const start = `${origin}/account/${page}?`;
    const link = await eventually(`mail ${mails} with ${start}`, async () => {
      const links = (await mailsTo(this.email)).flatMap(linksIn);
      const found = [...new Set(links.filter((each) => each.startsWith(start)))];
      return found[mails - 1];
    });
    const { pathname, search, searchParams } = new URL(link);
    await this.visitor.page.goto(shop.url + pathname + search);
    return searchParams.get('token') ?? '';
  }

  heading(name: string): Promise<void> {
    return this.visitor.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  press(name: string): Promise<void> {
    return this.visitor.page.getByRole('button', { name, exact: true }).click();
  }

  /** Nothing is wrong with what the page shows now, in any look. */
  async examine(): Promise<void> {
    if (!this.posted.isDevelopment) return;
    for (const look of looks) {
      await this.visitor.look(look);
      expect(await this.visitor.findings()).toEqual([]);
    }
    expect(await unheard(this.visitor.page)).toEqual([]);
  }
}

/** Opens the account pages as the owner of an e-mail address; nothing may be wrong in the end. */
export async function visitAccount(
  posted: PostedShop,
  { language, email }: { readonly language: Language; readonly email: string },
  run: (visit: AccountVisit) => Promise<void>,
): Promise<void> {
  const { browser, shop } = posted;
  const options = { path: '/account', locale: localeOf[language] };
  await using visitor = await Visitor.open(browser, shop.url, options);
  const referers: string[] = [];
  visitor.page.on('request', (request) => {
    const { referer } = request.headers();
    if (referer) referers.push(referer);
  });
  await run(new AccountVisit(posted, visitor, email));
  expect(visitor.faults).toEqual([]);
  expect(referers).toEqual([]);
}
