import { Argument, Option } from '@commander-js/extra-typings';
import { currency, repeated } from '../program/arguments';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';

export const importCommand = () =>
  newCommand('import', {
    summary: 'Import products, stock or past orders from files',
    description: [
      'Reads CSV or JSON Lines, gzipped or not; a folder means all such files in it. Prices may be written as 1234.50, 1.234,50 or 1,234.50; between semicolons or tabs, 1.000 is rejected, because it may be a thousand. In dates such as 03/12/2025 the month is first, unless --day-first is given: all dates are checked before anything is written, and files with a date of the other order, such as 31/12/2025, are refused. The shop may be running, and must exist: a start or setup makes a new one. It is safe to run again: earlier imports stay unchanged, and an interrupted import resumes.',
      'products: from a product list or from invoice lines, the latest name and price of each SKU; a list without dates is as new as the last change of its file. The same file again, with another currency or --map, corrects what it brought. Postage, fees and samples are not products.',
      'stock: the units on hand of each SKU in each warehouse, as counted, and reorder points. A row is a count, not an addition, as old as the last change of its file: what was shipped or received since is added to it, so that importing the file twice is the same as once; a file of the future is refused. The newest count of a stock level wins, one recorded by a person included: an older row leaves units and reorder point as they are. Products and warehouses must exist.',
      'orders: from invoice lines, one row for each: delivered orders with their original lines and dates, and a customer for each, who cannot sign in. No stock moves and nobody is charged. Invoices that begin with C cancel earlier ones.',
      'The summary lists the rejected rows. A quote is put before cells of theirs that a spreadsheet would execute, and is removed when the file is imported again. The column file_changed_at has the last change of the file of a row: a row without a date that is fixed there stays as old as it was, and a row that is fixed in its own file makes all rows of that file new.',
    ],
    examples: [
      ['products catalogue.csv', 'imports a list of products in GBP'],
      ['stock count.csv', 'sets what is on hand, by sku, warehouse, on hand, reorder point'],
      ['orders invoices/ --currency EUR', 'imports all files of a folder, with prices in EUR'],
      ['products liste.csv --map Artikel=sku', 'reads the SKU from the column Artikel'],
    ],
    json: '{ kind, counts, rejected, rejectedFile, ms }',
    exitCodes: { 1: 'stopped: fix the reported fault and run it again' },
  })
    .addArgument(
      new Argument('<kind>', 'what to import').choices(['products', 'stock', 'orders'] as const),
    )
    .argument('<file...>', 'files or folders')
    .option(
      '--map <column=field>',
      'the field of a column whose name is not recognised; may be repeated',
      repeated,
    )
    .option(
      '--day-first',
      'dates such as 03/12/2025 have the day first; otherwise the month is first',
    )
    .addOption(
      new Option('--currency <code>', 'currency of all prices; stock has none')
        .default('GBP')
        .argParser(currency),
    )
    .option(
      '--refused <file>',
      'file for the rejected rows (default: imports/refused-….csv in the data folder)',
    )
    .action(loaded(async () => (await import('../import/run.js')).runImport));
