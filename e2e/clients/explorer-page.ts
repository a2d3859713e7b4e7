import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../testing/chromium';

/** Some violations are not errors of the console. */
const reportViolations = `document.addEventListener(
  'securitypolicyviolation',
  ({ violatedDirective, blockedURI }) =>
    console.error('The policy blocked ' + blockedURI + ' by ' + violatedDirective + '.'),
)`;

/** The explorer in a browser, used as a person does. */
export class ExplorerPage {
  /** Errors of the page, and what its Content-Security-Policy blocked. */
  readonly problems: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('requestfailed', (request) => this.problems.push(`failed: ${request.url()}`));
  }

  static async open(url: string): Promise<ExplorerPage> {
    const browser = await launchChromium();
    try {
      const explorer = new ExplorerPage(browser, await browser.newPage());
      await explorer.page.addInitScript({ content: reportViolations });
      await explorer.page.goto(`${url}/graphql`, { waitUntil: 'commit' });
      await explorer.page.waitForSelector('.graphiql-container .samples');
      return explorer;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.browser.close();
  }

  async signIn(account: string): Promise<void> {
    const accounts = this.page.getByRole('group', { name: 'Demo accounts' });
    await accounts.getByRole('button', { name: account }).click();
    await this.page.getByText(`Signed in as ${account}`).waitFor();
  }

  /** The next answer of the API to a person; the page reads the schema when it likes. */
  private answer() {
    return this.page.waitForResponse((response) => {
      const request = response.request();
      const isOperation = request.method() === 'POST' && !request.postData()?.includes('__schema');
      return isOperation && new URL(response.url()).pathname === '/graphql';
    });
  }

  /**
   * Types into the form for an account that is not of the demo, which has the focus.
   * @returns what the page says about it.
   */
  async signInWith(email: string, password: string): Promise<string> {
    const details = this.page.locator('.samples details');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    else await details.getByLabel('E-mail address').fill('');
    await details.locator('[name="email"]:focus').waitFor();
    await this.page.keyboard.type(email);
    await details.getByLabel('Password').fill(password);
    const answered = this.answer();
    await details.getByRole('button', { name: 'Sign in' }).click();
    await answered;
    const status = this.page.locator('.samples [role="status"]').filter({ hasText: /\.$/ });
    return (await status.textContent()) ?? '';
  }

  /** Runs what the page opens with by its key. @returns the response, once the page shows it. */
  async runByKey(): Promise<unknown> {
    const answered = this.answer();
    await this.page.keyboard.press('Control+Enter');
    const answer: unknown = await (await answered).json();
    await this.page.locator('.result-window').getByText('"data"').waitFor();
    return answer;
  }

  /** Adds a tab, which has no headers of its own. @returns the response to a sample in it. */
  async runInNewTab(name: string): Promise<unknown> {
    await this.page.locator('.graphiql-tab-add').click();
    return this.runSample(name);
  }

  /**
   * Opens a sample and runs it.
   * @param name its title, and the account that it is for.
   * @returns the response, once the page shows it.
   */
  async runSample(name: string): Promise<unknown> {
    const samples = this.page.locator('.samples');
    await samples.getByRole('button', { name, exact: true }).click();
    const answered = this.answer();
    await this.page.locator('.graphiql-execute-button').click();
    const answer: unknown = await (await answered).json();
    await this.page.locator('.result-window').getByText('"data"').waitFor();
    return answer;
  }
}
