import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { cors } from './cors';
import { preflightHeaderCharactersMax, preflightHeadersMax } from './limits';

const app = Fastify();
app.addHook('onRequest', cors(['https://shop.example']));
app.options('/', async () => '');

async function allowed(names: string): Promise<unknown> {
  const { headers } = await app.inject({
    method: 'OPTIONS',
    url: '/',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': names,
    },
  });
  return headers['access-control-allow-headers'];
}

it('a preflight allows every header that the browser asks for', async () => {
  const asked = ['authorization', 'baggage', 'sentry-trace', 'tracestate', 'x-app-version', 'x-b'];
  expect(await allowed(asked.join(','))).toBe(asked.join(', '));
  expect(await allowed(' X-App-Version , baggage')).toBe('x-app-version, baggage');
});

it('it repeats nothing that is not a header name', async () => {
  expect(await allowed('x-a, b c, "d", e:f, *, ,baggage')).toBe('x-a, *, baggage');
  expect(await allowed('')).toBeUndefined();
});

it('it allows none for too many or too long names', async () => {
  const some = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}`);
  expect(await allowed(some(preflightHeadersMax).join(','))).toContain('x-99');
  expect(await allowed(some(preflightHeadersMax + 1).join(','))).toBeUndefined();
  expect(await allowed('x'.repeat(preflightHeaderCharactersMax))).toContain('xxx');
  expect(await allowed('x'.repeat(preflightHeaderCharactersMax + 1))).toBeUndefined();
});
