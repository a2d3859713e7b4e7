import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandGroups } from '../../cli/commands';
import { callOf, developmentOnlyCommands } from '../../cli/program/development-only';
import { createProgram } from '../../cli/program/program';
import { subgraphNames } from '../../config/subgraphs';
import { runCommand } from '../harness/command';
import { tableTexts } from '../harness/dump';
import { manyInvoices } from '../harness/invoices';
import type { Shop } from '../harness/shop';

interface Production {
  readonly shop: Shop;
  readonly settings: Readonly<Record<string, string>>;
}

/** Runs every command for development beside a shop in production, which must stay as it is. */
export function checkDevelopmentOnly(production: () => Production): void {
  const given: Readonly<Record<string, string[]>> = {
    replay: ['invoices.csv', '--stock', '--limit', '2'],
    token: ['--as', 'customer@example.com'],
    'demo-data': [],
    'demo order': [],
  };
  const names = developmentOnlyCommands(createProgram(commandGroups())).map(callOf);

  /** The tables except those in which the running shop records its own work. */
  const tables = async () => {
    const all = await Promise.all(subgraphNames.map((name) => tableTexts(production().shop, name)));
    return all.flatMap((texts) => [...texts].filter(([name]) => name.startsWith('public.')));
  };

  test('is one of those that are tried here', () => {
    expect([...names].sort()).toEqual(Object.keys(given).sort());
  });

  test.each(names)('%s is refused, and no table changes', async (name) => {
    const { shop, settings } = production();
    writeFileSync(path.join(shop.dataFolder, 'invoices.csv'), manyInvoices(2, 2));
    const before = await tables();
    const url = name === 'replay' ? ['--url', shop.url] : [];
    const args = [...(given[name] ?? []), ...url];
    const [command = '', ...rest] = name.split(' ');
    const { code, errors } = await runCommand(
      command,
      [...rest, ...args],
      shop.dataFolder,
      settings,
    );
    expect(await tables()).toEqual(before);
    expect(errors).toBe(
      `${name} works in development only, and environment is production here. Nothing was changed.\n`,
    );
    expect(code).toBe(1);
  });
}
