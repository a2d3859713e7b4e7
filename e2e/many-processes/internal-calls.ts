import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SubgraphName } from '../../config/subgraphs';
import { serialOf, tlsFilesOf } from '../../platform/remote/certificates';
import { readTlsFiles } from '../../platform/remote/tls';
import { signViewer } from '../../platform/remote/viewer-signature';
import { runCommand } from '../harness/command';
import { eventually, type Shop } from '../harness/shop';

/** A shop of many processes. */
export interface Called {
  readonly shop: Shop;
  readonly portOf: (name: SubgraphName) => number;
}

interface CallByHand {
  /** The process whose certificate is shown; null for none. */
  readonly part: string | null;
  readonly service: SubgraphName;
  readonly address: string;
  readonly query?: string;
}

/** The status of a call and its first code, or why there was none. */
function callByHand(
  { shop, portOf }: Called,
  { part, service, address, query = '{ __typename }' }: CallByHand,
) {
  const data = path.join(shop.dataFolder, 'data');
  const files = readTlsFiles(tlsFilesOf(path.join(data, 'certificates'), part ?? 'cli'));
  const tls = part === null ? { ca: files.ca } : files;
  const kept = JSON.parse(readFileSync(path.join(data, 'secrets.json'), 'utf8'));
  const viewer = { kind: 'system', cause: 'a test' } as const;
  const link = { from: part ?? 'cli', to: service };
  const secret = String(kept['auth.viewerSecret']);
  const header = signViewer({ viewer, requestId: 'r' }, link, secret);
  const port = portOf(service);
  return new Promise<string>((resolve) => {
    const sent = request({
      agent: new Agent({ ...tls, servername: service }),
      host: '127.0.0.1',
      port,
      path: address,
      method: 'POST',
      headers: { 'x-viewer': header },
    });
    sent.once('response', async (response) => {
      const text = (await response.toArray()).join('');
      const { errors = [] } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
      resolve(`${response.statusCode} ${errors[0]?.extensions.code ?? '-'}`);
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(JSON.stringify({ query }));
  });
}

async function statusOf(
  called: Called,
  part: string | null,
  service: SubgraphName,
  address: string,
): Promise<string> {
  const [status = ''] = (await callByHand(called, { part, service, address })).split(' ');
  return status;
}

export function checkInternalCalls(called: () => Called): void {
  test('inventory tells its prices and stock to orders only, and its public schema to the gateway', async () => {
    const call = (part: string | null, address: string) =>
      statusOf(called(), part, 'inventory', address);
    expect(await call('orders', '/internal')).toBe('200');
    expect(await call('gateway', '/internal')).toBe('403');
    expect(await call('users', '/internal')).toBe('403');
    expect(await call('gateway', '/public')).toBe('200');
    expect(await call('orders', '/public')).toBe('403');
    expect(await call(null, '/public')).toMatch(/ERR_SSL|ECONNRESET|EPROTO/);
  });

  test('users tells its keys to the gateway, and inventory tells it nothing', async () => {
    expect(await statusOf(called(), 'gateway', 'users', '/internal')).toBe('200');
    expect(await statusOf(called(), 'gateway', 'inventory', '/internal')).toBe('403');
  });

  // Each refused process calls other fields of the schema; a table of rights has the rest.
  test.each([
    ['users', '{ signingKeys { kid } }', 'orders', 'gateway'],
    ['inventory', 'mutation { createWarehouses(warehouses: []) }', 'orders', 'cli'],
    ['orders', '{ unknownOrders(ids: []) }', 'gateway', 'cli'],
  ] as const)('%s answers %s not to %s, but to %s', async (service, query, stranger, caller) => {
    const call = { service, address: '/internal', query };
    expect(await callByHand(called(), { ...call, part: stranger })).toBe('200 FORBIDDEN');
    expect(await callByHand(called(), { ...call, part: caller })).toBe('200 -');
  });
}

/** The command line of the shop is refused from then on. */
export function checkRevocation(called: () => Called): void {
  test('a certificate that is revoked in Redis alone is soon refused by every process', async () => {
    const data = path.join(called().shop.dataFolder, 'data');
    const serial = serialOf(path.join(data, 'certificates'), 'cli');
    const call = (service: SubgraphName) => statusOf(called(), 'cli', service, '/internal');
    expect([await call('users'), await call('inventory')]).toEqual(['200', '200']);
    const given = ['revoke', '--in-redis', '--serial', serial];
    const url = `unix://${path.join(data, 'redis', 'redis.sock')}`;
    const settings = { ORDERPROCESSING_REDIS_URL: url };
    const revoked = await runCommand('certificates', given, called().shop.dataFolder, settings);
    expect(revoked).toEqual({ code: 0, errors: '', output: `Revoked: ${serial}.\n` });
    const areRefused = async () =>
      (await call('users')) === '403' && (await call('inventory')) === '403';
    await eventually('both refuse it', areRefused);
    expect(await statusOf(called(), 'orders', 'inventory', '/internal')).toBe('200');
  });
}
