import { describe, expect, test } from 'vitest';
import { gatewayForFile, type TestGateway, testGateway } from '../testing/running-gateway';
import { builtPages } from './page-table';

const browser = { accept: 'text/html', 'accept-encoding': 'br' };
const written = ['/', '/graphql', '/nowhere', '/security'];
const pages = [...written, ...builtPages.map(({ path }) => path)];

const demoAccounts = { emails: ['customer@example.com'], password: 'a "demo" <password>' };

/** What a page says about the demo accounts; null if it says nothing. */
const demoAccountsIn = (html: string): string | null => {
  const [, escaped] = /<meta name="demo-accounts" content="([^"]*)">/.exec(html) ?? [];
  return escaped?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>') ?? null;
};

async function open(gateway: TestGateway, path: string, init: RequestInit = {}) {
  const response = await fetch(gateway.url + path, { headers: browser, ...init });
  return { response, text: await response.text() };
}

describe.each(['development', 'test'] as const)('the theme in %s', (environment) => {
  const server = { docs: true, shop: true, console: true };
  const configuration = { environment, server, graphql: { explorer: true } };
  const gateway = gatewayForFile({ configuration, demoAccounts });

  test.each(pages)('%s has the icon of the theme', async (path) => {
    const { text } = await open(gateway, path);
    const icon = /<link [^>]*href="([^"]+)"[^>]*>/g;
    const links = [...text.matchAll(icon)].filter(([tag]) => /rel="(shortcut )?icon"/.test(tag));
    expect(links).toHaveLength(1);
    const found = await open(gateway, String(links[0]?.[1]));
    expect(found.response.headers.get('content-type')).toBe('image/svg+xml');
    expect(found.text).toBe((await open(gateway, '/theme/favicon.svg')).text);
  });

  test.each(['GET', 'HEAD'])('%s /favicon.ico is the same icon', async (method) => {
    const { response } = await open(gateway, '/favicon.ico', { method });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  test('pages of the gateway itself load the colors, and other pages have them', async () => {
    for (const path of written) {
      expect((await open(gateway, path)).text).toContain('href="/theme/theme.css"');
    }
    for (const { path } of builtPages) {
      const { text } = await open(gateway, path);
      const styles = [...text.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g)];
      const sheets = styles.map(async ([, href]) => (await open(gateway, String(href))).text);
      expect((await Promise.all(sheets)).join('')).toContain('--accent-fill:');
    }
  });

  test.each(pages)('%s has links to the other pages in development only', async (path) => {
    const { text } = await open(gateway, path);
    const [bar = ''] = /<nav class="development-bar"[\s\S]*?<\/nav>/.exec(text) ?? [];
    const titles = [...bar.matchAll(/>(\w+)<\/a>/g)].map(([, title]) => title);
    const all = ['Docs', 'Explorer', 'Console', 'Shop'];
    expect(titles).toEqual(environment === 'development' ? all : []);
  });

  test.each(['/console', '/shop', '/graphql'])(
    '%s names the demo accounts in development only',
    async (path) => {
      const { text } = await open(gateway, path);
      const named = environment === 'development' ? JSON.stringify(demoAccounts) : null;
      expect(demoAccountsIn(text)).toBe(named);
      expect(text).not.toContain('<password>');
    },
  );
});

test('the bar marks the page that is open, which is never an earlier one', async () => {
  await using gateway = await testGateway({ configuration: { environment: 'development' } });
  const { response, text } = await open(gateway, '/console/orders');
  const headers = { ...browser, 'if-none-match': response.headers.get('etag') ?? '' };
  expect(await open(gateway, '/console/orders', { headers })).toMatchObject({ text });
  // There is no demo shop.
  expect(demoAccountsIn(text)).toBeNull();
  expect(text).toMatch(/href="\/console" aria-current="true"/);
  expect(text.match(/aria-current/g)).toHaveLength(1);
});
