import { describe, expect, it } from 'vitest';
import { answerOf, codeIn, gatewayForFile } from '../testing/running-gateway';

const gateway = gatewayForFile({ configuration: { environment: 'development' } });

describe('an address', () => {
  const pages = ['/', '/console', '/shop', '/docs', '/docs/guides/errors', '/graphql'];
  const endpoints = ['/health', '/ready', '/metrics', '/security', '/.well-known/jwks.json'];
  const html = { accept: 'text/html' };

  it.each([...pages, ...endpoints])(
    'is answered to HEAD as to GET, and with a slash: %s',
    async (at) => {
      const ask = async (address: string, method: string) => {
        const response = await fetch(gateway.url + address, { method, headers: html });
        const text = await response.text();
        return { response, text };
      };
      const whole = await ask(at, 'GET');
      const head = await ask(at, 'HEAD');
      const slash = at === '/' ? whole : await ask(`${at}/`, 'GET');
      const headers = ['content-type', 'content-security-policy', 'cache-control'];
      for (const { response } of [whole, head, slash]) {
        expect(response.status).toBe(200);
        for (const name of headers) {
          expect(response.headers.get(name)).toBe(whole.response.headers.get(name));
        }
      }
      expect([head.text, slash.text.length > 0]).toEqual(['', true]);
    },
  );

  it.each(['/nowhere', '/nowhere/', '/console/assets/gone.js', '/graphql/nowhere'])(
    'with nothing is a page for people, and an error for programs: %s',
    async (at) => {
      const page = await fetch(gateway.url + at, { headers: html });
      expect([page.status, page.headers.get('content-type')]).toEqual([
        404,
        'text/html; charset=utf-8',
      ]);
      expect(page.headers.get('vary')).toContain('Accept');
      expect(await page.text()).toContain('href="/"');
      expect(codeIn(await answerOf(await fetch(gateway.url + at)))).toBe('NOT_FOUND');
      const post = await fetch(gateway.url + at, { method: 'POST', headers: html });
      expect(codeIn(await answerOf(post))).toBe('NOT_FOUND');
    },
  );
});
