import { describe, expect, it } from 'vitest';
import { gatewayForFile, type TestGateway, testGateway } from '../testing/running-gateway';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';

async function open(gateway: TestGateway, accept: string, path = '/') {
  const response = await fetch(gateway.url + path, { headers: { accept } });
  return { response, text: await response.text() };
}

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a href="([^"]*)"/g)].map(([, path]) => String(path));

describe('the landing page', () => {
  const gateway = gatewayForFile({ configuration: { environment: 'development' } });

  it('links to what this gateway serves, and each link works', async () => {
    const { response, text } = await open(gateway, browser);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const links = linksIn(text);
    expect(links).toEqual(
      expect.arrayContaining(['/graphql', '/graphql/schema.graphql', '/health', '/metrics']),
    );
    for (const path of links)
      expect((await open(gateway, browser, path)).response.status).toBe(200);
  });

  it('has no script and no inline style, and its policy allows none', async () => {
    const { response, text } = await open(gateway, browser);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<script|<style|style=| on\w+=/);
    const [, style] = /rel="stylesheet" href="([^"]*)"/.exec(text) ?? [];
    const file = await open(gateway, 'text/css', style);
    expect(file.response.headers.get('content-type')).toContain('text/css');
  });

  it('is JSON for programs', async () => {
    for (const accept of ['*/*', 'application/json']) {
      const { response, text } = await open(gateway, accept);
      expect(response.headers.get('vary')).toContain('Accept');
      expect(JSON.parse(text)).toMatchObject({
        graphql: `${gateway.url}/graphql`,
        links: { health: '/health', schema: '/graphql/schema.graphql', explorer: '/graphql' },
      });
    }
  });
});

it('leaves out what is switched off', async () => {
  const publicUrl = 'https://api.shop.test';
  await using gateway = await testGateway({
    configuration: {
      server: { publicUrl, docs: false, console: false, shop: false },
      graphql: { introspection: false, explorer: false },
    },
  });
  const { text } = await open(gateway, browser);
  expect(text).toContain('https://api.shop.test/graphql');
  expect(linksIn(text)).toEqual([
    '/account',
    '/health',
    '/ready',
    '/.well-known/jwks.json',
    '/.well-known/security.txt',
  ]);
});
