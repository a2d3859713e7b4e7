import { describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { publicError } from '../../platform/requests/public-error';
import {
  answerOf,
  codeIn,
  gatewayForFile,
  type TestGateway,
  testGateway,
} from '../testing/running-gateway';
import type { Readiness } from './health';

const development = { configuration: { environment: 'development' } };

async function get(gateway: TestGateway, path: string, accept?: string): Promise<Response> {
  return fetch(gateway.url + path, accept === undefined ? {} : { headers: { accept } });
}

describe('health', () => {
  let readiness: () => Promise<Readiness>;
  const gateway = gatewayForFile({ ...development, readiness: () => readiness() });

  it('is ok while the process answers', async () => {
    const response = await get(gateway, '/health');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    [true, { postgresql: 'ok', redis: 'ok' }, 200, 'ok'],
    [true, { postgresql: 'ok', redis: 'warn' }, 200, 'warn'],
    [false, { postgresql: 'fail', redis: 'ok' }, 503, 'fail'],
  ] as const)('readiness %s with %j is %i', async (ready, checks, status, word) => {
    readiness = async () => ({ ready, checks });
    const response = await get(gateway, '/ready');
    expect([response.status, await response.json()]).toEqual([status, { status: word, checks }]);
  });

  it('readiness that fails or never comes is 503', async () => {
    readiness = async () => {
      throw new Error('broken');
    };
    expect((await get(gateway, '/ready')).status).toBe(503);
    readiness = () => new Promise(() => undefined);
    expect((await get(gateway, '/ready')).status).toBe(503);
  });

  it('metrics count operations by registered name and outcome, in development', async () => {
    await gateway.post({ query: 'query Me { me { name } }', operationName: 'Me' });
    await gateway.post({ query: 'query Theirs { nobody }' });
    const response = await get(gateway, '/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('gateway_operations_total{operation="Me",type="query",outcome="ok"} 1');
    expect(text).toContain('outcome="GRAPHQL_VALIDATION_FAILED"');
    expect(text).not.toContain('Theirs');
    expect(text).toContain(
      'gateway_operation_duration_seconds_count{operation="Me",type="query"} 1',
    );
  });

  it('metrics are not on the public port elsewhere', async () => {
    await using other = await testGateway();
    expect((await get(other, '/metrics')).status).toBe(404);
  });
});

describe('well-known addresses', () => {
  const contact = 'mailto:holes@shop.test';
  const server = { securityContact: contact, publicUrl: 'https://api.shop.test' };
  const gateway = gatewayForFile({ configuration: { server } });

  it('show the public keys of the access tokens', async () => {
    const response = await get(gateway, '/.well-known/jwks.json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys).toEqual([JSON.parse(gateway.key.publicJwk)]);
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('name the contact for vulnerabilities, and an expiry', async () => {
    const response = await get(gateway, '/.well-known/security.txt');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = await response.text();
    const fields = new Map(text.split('\n').map((line) => line.split(': ') as [string, string]));
    expect(fields.get('Contact')).toBe(contact);
    expect(fields.get('Canonical')).toBe('https://api.shop.test/.well-known/security.txt');
    expect(fields.get('Policy')).toBe('https://api.shop.test/security');
    const expires = new Date(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    expect(expires.getTime()).toBeGreaterThan(Date.now());
    expect(expires.getTime()).toBeLessThan(Date.now() + 366 * 86_400_000);
  });

  it('point to a page with the rules, under the strictest policy for browsers', async () => {
    const response = await get(gateway, '/security');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain(`href="${contact}"`);
  });

  it('use the requested host when none is configured', async () => {
    await using local = await testGateway();
    const response = await get(local, '/.well-known/security.txt');
    expect(await response.text()).toContain(`Policy: ${local.url}/security`);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('payment callbacks', () => {
  const calls: Record<string, unknown>[] = [];
  let verdict: boolean | Error = true;
  const orders = (async (_query: string, variables: Record<string, unknown>, scope: object) => {
    calls.push({ ...variables, ...scope });
    if (verdict instanceof Error) throw verdict;
    return { paymentCallback: verdict };
  }) as ServiceCall;
  const gateway = gatewayForFile({ orders });

  const call = (provider: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/payments/callback/${provider}`, { method: 'POST', body, headers });

  it('are passed on unchanged, and answered with 204', async () => {
    verdict = true;
    const body = '{ "a" : 1 }\n';
    const response = await call('sandbox', body, {
      'x-signature': 'abc',
      authorization: 'Bearer x',
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const { provider, headers, body: sent, viewer } = calls.at(-1) ?? {};
    expect(provider).toBe('sandbox');
    expect(Buffer.from(String(sent), 'base64').toString()).toBe(body);
    expect(JSON.parse(String(headers))).toMatchObject({ 'x-signature': 'abc' });
    expect(JSON.parse(String(headers))).not.toHaveProperty('authorization');
    expect(viewer).toMatchObject({ kind: 'system' });
  });

  it.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded'])(
    'are taken as %s',
    async (type) => {
      verdict = true;
      expect((await call('sandbox', 'a=b', { 'content-type': type })).status).toBe(204);
    },
  );

  it('with a bad signature are UNAUTHENTICATED 401', async () => {
    verdict = false;
    const answer = await answerOf(await call('sandbox', '{}'));
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('that cannot be accepted now are 500, so that the provider repeats them', async () => {
    verdict = new Error('database is down');
    const answer = await answerOf(await call('sandbox', '{}'));
    expect([answer.status, codeIn(answer)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(answer.body)).not.toContain('database');
  });

  it('that orders does not accept within the deadline are SERVICE_UNAVAILABLE 503', async () => {
    const never = (() => new Promise(() => undefined)) as ServiceCall;
    const configuration = { limits: { operation: { deadlineMs: 100 } } };
    await using late = await testGateway({ orders: never, configuration });
    const url = `${late.url}/payments/callback/sandbox`;
    const answer = await answerOf(await fetch(url, { method: 'POST', body: '{}' }));
    expect([answer.status, codeIn(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });

  it('are SERVICE_UNAVAILABLE 503 while orders is down', async () => {
    verdict = publicError('SERVICE_UNAVAILABLE', 'A part of the system does not answer just now.');
    const answer = await answerOf(await call('sandbox', '{}'));
    expect([answer.status, codeIn(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });

  it('are limited in size', async () => {
    verdict = true;
    const answer = await answerOf(await call('sandbox', 'x'.repeat(70_000)));
    expect([answer.status, codeIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('of an unknown provider are 404, and so are other methods', async () => {
    expect((await call('No_Such', '{}')).status).toBe(404);
    expect((await get(gateway, '/payments/callback/sandbox')).status).toBe(404);
  });
});

describe('the explorer', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const gateway = gatewayForFile(development);

  const settingsIn = (html: string): Record<string, unknown> => {
    const [, escaped = ''] = /data-settings="([^"]*)"/.exec(html) ?? [];
    return JSON.parse(escaped.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  };

  it('is served to browsers, with scripts of this origin only', async () => {
    const response = await get(gateway, '/graphql', browser);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'unsafe-inline';");
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    const tags = [...html.matchAll(/<(?:link|script) [^>]*(?:src|href)="([^"]+)"/g)];
    const loaded = tags.map(([, url]) => url ?? '');
    const own = loaded.filter((url) => url.startsWith('/graphql/explorer/'));
    expect(own).toHaveLength(2);
    expect(loaded.filter((url) => !own.includes(url) && !url.startsWith('/theme/'))).toEqual([]);
    for (const url of own) {
      const file = await get(gateway, url);
      expect([file.status, file.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(file.headers.get('content-type')).toMatch(/^text\/(javascript|css)/);
    }
  });

  it('serves only its files', async () => {
    for (const path of ['../../package.json', '..%2f..%2f.stamp', 'none.js', '']) {
      expect((await get(gateway, `/graphql/explorer/${path}`)).status).toBe(404);
    }
  });

  it('links to the sandbox with the scheme of its own address', async () => {
    const direct = settingsIn(await (await get(gateway, '/graphql', browser)).text());
    const endpoint = encodeURIComponent(`${gateway.url}/graphql`);
    const sandbox = 'https://studio.apollographql.com/sandbox/explorer?endpoint=';
    expect(direct).toEqual({ sandboxUrl: sandbox + endpoint });

    const headers = { accept: browser, 'x-forwarded-proto': 'https' };
    const untrusted = await fetch(`${gateway.url}/graphql`, { headers });
    expect(settingsIn(await untrusted.text())).toEqual(direct);
    const server = { trustedProxies: ['127.0.0.1', '::1'] };
    await using proxied = await testGateway({
      configuration: { ...development.configuration, server },
    });
    const page = await fetch(`${proxied.url}/graphql`, { headers });
    const { sandboxUrl } = settingsIn(await page.text());
    const secure = proxied.url.replace('http:', 'https:');
    expect(sandboxUrl).toBe(sandbox + encodeURIComponent(`${secure}/graphql`));
  });

  it('may be switched off', async () => {
    await using closed = await testGateway({ configuration: { graphql: { explorer: false } } });
    const answer = await answerOf(await get(closed, '/graphql', browser));
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect((await get(closed, '/graphql/explorer/manifest.json')).status).toBe(404);
  });
});
