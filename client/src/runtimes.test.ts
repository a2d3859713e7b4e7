import path from 'node:path';
import vm from 'node:vm';
import { Webhook } from 'standardwebhooks';
import ts from 'typescript';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as Package from './index';
import { NodeXhr } from './testing/node-xhr';
import { type Script, type ScriptedApi, scriptedApi } from './testing/scripted-api';

let code: string;
let api: ScriptedApi | undefined;

beforeAll(async () => {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    root: path.join(__dirname, '..'),
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: 'src/index.ts', formats: ['cjs'], fileName: 'index' },
    },
  })) as Rolldown.RolldownOutput[];
  code = output[0]?.output[0].code ?? '';
});

/** Names that the code uses and does not declare. */
function globalsOf(text: string): Set<string> {
  const file = ts.createSourceFile('index.js', text, ts.ScriptTarget.ES2022, true);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isName = 'name' in parent && parent.name === node;
      const isProperty =
        isName && (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent));
      if (isName && !isProperty) declared.add(node.text);
      else if (!isProperty) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const language = new Set(Object.getOwnPropertyNames(vm.runInNewContext('globalThis')));
  return new Set([...used].filter((name) => !declared.has(name) && !language.has(name)));
}

const everywhere = { AbortController, setTimeout, clearTimeout };

/** Fields of these are missing in React Native: its `Response` is the one of whatwg-fetch. */
const reactNative = () => ({
  ...everywhere,
  Response: class Response {},
  XMLHttpRequest: NodeXhr,
  navigator: { product: 'ReactNative' },
  /** Answers when the body is complete. */
  fetch: async (url: string, init: RequestInit) => {
    const { status, headers, text } = await fetch(url, init).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }));
    return { status, headers, text: async () => text };
  },
});

/** Cloudflare Workers, Vercel's Edge Runtime and the like: web standards, and nothing of Node. */
const edge = () => ({
  ...everywhere,
  fetch,
  Response,
  ReadableStream,
  TextDecoder,
  TextEncoder,
  atob,
  crypto,
  Uint8Array,
});

/** The package as it loads in a runtime with these globals and those of the language. */
function loadedIn(globals: object): typeof Package {
  const context = vm.createContext({ ...globals, exports: {}, module: { exports: {} } });
  const exports = {};
  vm.runInContext(`(function (exports) {${code}\n})`, context)(exports);
  return exports as typeof Package;
}

const script: Script = ({ operationName }, number) => {
  if (operationName !== 'WatchOrder') {
    return number < 2
      ? 'cut'
      : { body: { data: { placeOrder: { __typename: 'Order', id: '1' } } } };
  }
  return (response) => {
    const message = (version: number) =>
      `event: next\ndata: ${JSON.stringify({ data: { orderUpdated: { id: '1', version } } })}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(message(number));
    // The first stream is cut, the second one is completed.
    setTimeout(() => {
      if (number < 4) response.destroy();
      else response.end('event: complete\ndata:\n\n');
    }, 30);
  };
};

test('the package uses no global that one of its runtimes lacks, except behind a check', () => {
  const found = globalsOf(code);
  const needed = new Set([...Object.keys(everywhere), 'exports', 'globalThis']);
  const checked = new Set(['Response', 'TextDecoder', 'TextEncoder', 'atob']);
  expect([...found].filter((name) => !needed.has(name) && !checked.has(name))).toEqual([]);
});

describe.each([
  ['React Native', reactNative],
  ['an edge runtime', edge],
])('in %s', (_name, globals) => {
  test('an order is placed with a key, over a lost connection', async () => {
    api = await scriptedApi(script);
    const { createClient, PlaceOrder } = loadedIn(globals());
    const client = createClient({ url: api.url, retries: { baseMs: 1 } });
    const shippingAddress = {
      recipient: 'A',
      line1: 'B',
      city: 'C',
      postalCode: 'D',
      country: 'DE',
    };
    const outcome = await client.run(PlaceOrder, {
      input: { currency: 'EUR', lines: [], payment: { token: 'tok_ok' }, shippingAddress },
    });
    expect(outcome).toMatchObject({ __typename: 'Order' });
    const keys = api.received.map(
      ({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('a live update is followed, over a lost connection', async () => {
    api = await scriptedApi((received, number) => script(received, number + 2));
    const { createClient, WatchOrder } = loadedIn(globals());
    const client = createClient({ url: api.url, retries: { baseMs: 1 } });
    const versions: number[] = [];
    for await (const order of client.watch(WatchOrder, { id: '1' })) versions.push(order.version);
    expect(versions).toEqual([3, 4]);
  });
});

test('an edge runtime verifies webhooks', async () => {
  const { verifyWebhook } = loadedIn(edge());
  const secret = `whsec_${Buffer.from('a secret of the endpoint').toString('base64')}`;
  const now = new Date('2026-11-24T12:00:00.000Z');
  const body = JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: {} });
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now.getTime() / 1_000),
    'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
  };
  expect(await verifyWebhook({ secret, headers, body, now })).toMatchObject({ id: 'msg_1' });
});
