import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { manyInvoices } from '../harness/invoices';
import { newFolder, type Shop } from '../harness/shop';

/** A model of fraud takes 2,000 orders, and `fraud evaluate` trains on two thirds of them. */
const invoices = 3_100;

const countLines = `sku,warehouse,onHand
DEMO-0001,BER,5000
`;

const nobody = '019f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';

interface Shopkeeper {
  /** The e-mail address of a customer. */
  readonly customer: string;
  /** Whether it is the demo shop of development, which allows more. */
  readonly isDemo: boolean;
  /** Whether the shop starts its own PostgreSQL, which is not migrated while it runs. */
  readonly isEmbedded: boolean;
}

const demo = { customer: 'customer@example.com', isDemo: true, isEmbedded: false };

/** What the demo shop alone has or allows. */
const demoCalls = (invoices: string, count: string, customer: string): readonly string[][] => [
  ['import', 'stock', count],
  ['replay', '--limit', '1', '--stock', invoices],
  ['demo', 'order'],
  ['token', '--as', customer],
];

/** Commands in an order that leaves each of them something to do; `verify` looks at the result. */
function callsIn(folder: string, url: string, shopkeeper: Shopkeeper): string[][] {
  const { customer, isDemo, isEmbedded } = shopkeeper;
  const file = (name: string) => path.join(folder, name);
  writeFileSync(file('invoices.csv'), manyInvoices(invoices, 1));
  writeFileSync(file('count.csv'), countLines);
  return [
    ['status'],
    ['config', 'check'],
    ['config', 'print', '--origin'],
    ['config', 'schema'],
    ['flags', 'list'],
    ...(isEmbedded ? [] : [['migrate'], ['migrate', '--plan']]),
    ['import', 'products', file('invoices.csv')],
    ['import', 'orders', file('invoices.csv')],
    ...(isDemo ? demoCalls(file('invoices.csv'), file('count.csv'), customer) : []),
    ['probe', '--url', url],
    ['roles', 'set', '--email', customer, '--role', 'CUSTOMER'],
    ['second-factor', 'reset', '--email', customer],
    ['accounts', 'erase', '--id', nobody],
    ['fraud', 'train', file('model.json')],
    ['fraud', 'evaluate', '--cases', '2'],
    ['keys', 'rotate'],
    ['keys', 'rotate-data'],
    ['keys', 'data'],
    ['audit', 'verify'],
    ['audit', 'export', file('audit.jsonl')],
    ['audit', 'check', file('audit.jsonl')],
    ['audit', 'accept'],
    ['security', 'audit', '--shop'],
    ['backup', 'dump', file('dump')],
    ['reconcile', '--yes'],
    ['verify'],
  ];
}

/**
 * Commands that need other servers, a stopped shop or a folder of their own, or that start programs;
 * journeys of their own call them.
 */
export const notBesideEveryShop: ReadonlySet<string> = new Set([
  'backup',
  'backup list',
  'backup mark',
  'backup verify',
  'bench',
  'certificates issue',
  'certificates renew',
  'certificates revoke',
  'chaos',
  'config secret',
  'demo-data',
  'flags set',
  'gateway',
  'keys destroy',
  'persisted-operations',
  'region cut-over',
  'region follow',
  'region status',
  'region take-over',
  'release abort',
  'release blue-green',
  'release canary',
  'release certificate',
  'release rollback',
  'release status',
  'release stop',
  'release supervise',
  'restart',
  'restore',
  'setup',
  'shard move',
  'shard status',
  'start',
  'stop',
]);

/** The commands that {@link callEachCommand} calls, as they are called. */
export const calledBesideEveryShop = (): string[] =>
  callsIn(newFolder(), 'http://localhost', demo).map((call) => call.join(' '));

/**
 * Calls what an operator calls beside a shop that runs, whatever its servers are; each call must
 * succeed.
 * @returns what each printed, and the folder that it wrote to.
 */
export async function callEachCommand(
  shop: Shop,
  settings: Record<string, string> = {},
  shopkeeper: Partial<Shopkeeper> = {},
): Promise<{ readonly folder: string; readonly outputs: ReadonlyMap<string, string> }> {
  const folder = newFolder();
  const outputs = new Map<string, string>();
  const failures: object[] = [];
  for (const [command = '', ...given] of callsIn(folder, shop.url, { ...demo, ...shopkeeper })) {
    const call = [command, ...given].join(' ');
    const { code, output, errors } = await shop.runWith(settings, command, ...given);
    if (code !== 0) failures.push({ call, code, output, errors });
    outputs.set(call, output);
  }
  expect(failures).toEqual([]);
  expect(outputs.get('verify')).toContain('No disagreements.');
  return { folder, outputs };
}
