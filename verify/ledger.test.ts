import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { serveForTest } from '../platform/testing/serve-for-test';
import type { LedgerEntry } from './facts';
import { ledgerAt } from './ledger';

const deadlineMs = 50_000;

async function served(listener: RequestListener): Promise<LedgerEntry[]> {
  const { url } = await serveForTest(listener);
  const entries: LedgerEntry[] = [];
  const ledger = ledgerAt({ url: `${url}/ledger` });
  for await (const entry of ledger.entries(null, AbortSignal.timeout(deadlineMs))) {
    entries.push(entry);
  }
  return entries;
}

const orderId = '019a0000-0000-7000-8000-000000000001';
const line = (key: string) =>
  `${JSON.stringify({ idempotencyKey: key, kind: 'void', amount: '12.5', currency: 'EUR' })}\n`;

test('lines become entries of the order in the key, or of the key itself', async () => {
  const text = line(`order-${orderId}-void-1`) + line('by hand');
  const entries = await served((_request, response) => response.end(text));
  expect(entries).toEqual([
    { orderId, kind: 'void', amountMinor: 1250n, currency: 'EUR' },
    { orderId: '!by hand', kind: 'void', amountMinor: 1250n, currency: 'EUR' },
  ]);
});

test('a ledger that breaks off is an error, not a short ledger', async () => {
  const breaking = served((_request, response) => {
    response.write(line('one'));
    setImmediate(() => response.destroy());
  });
  await expect(breaking).rejects.toThrow('cannot be read');
});

test('so is a ledger that is denied, malformed or ends within a line', async () => {
  const refused = served((_request, response) => response.writeHead(403).end());
  await expect(refused).rejects.toThrow('HTTP 403');
  const torn = served((_request, response) => response.end(line('one').slice(0, -9)));
  await expect(torn).rejects.toThrow('cannot be read');
  const nonsense = served((_request, response) => response.end('{"kind":"gift"}\n'));
  await expect(nonsense).rejects.toThrow('cannot be read');
});
