import { Option } from '@commander-js/extra-typings';
import { countUpTo, currency, httpUrl, numberUpTo } from '../program/arguments';
import { needsShop } from '../program/exit-codes';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';

const concurrencyMax = 1_000;
const concurrencyDefault = 8;

export const replayCommand = () =>
  newCommand('replay', {
    summary: 'Place the invoices of files as live orders',
    description: [
      "Reads files like import orders, and places their invoices through the API of the running shop: at the catalogue's prices, each SKU once per order, each buyer signed in. Import the products first. The users service issues the tokens.",
      'limits.rate.userPerMinute limits the orders of each user, and of the one guest of each country: raise it for a fast replay. Ctrl-C ends the replay early and reports the orders placed so far.',
    ],
    isDevelopmentOnly: true,
    examples: [
      ['invoices.csv --stock', 'receives the stock that is needed, and orders as fast as possible'],
      ['invoices.csv --speed 1000 --limit 500', 'follows the dates, a thousand times faster'],
    ],
    json: '{ orders, seconds, latency, behindSchedule, outcomes }',
    exitCodes: needsShop,
  })
    .argument('<file...>', 'files or folders')
    .option(
      '--speed <factor>',
      'follows the dates of the invoices, this many times faster, if the shop keeps up (default: as fast as possible)',
      numberUpTo(Number.MAX_SAFE_INTEGER),
    )
    .addOption(
      new Option('--concurrency <count>', 'concurrent orders')
        .default(concurrencyDefault)
        .argParser(countUpTo(concurrencyMax)),
    )
    .option(
      '--limit <count>',
      'maximum number of invoices (default: all)',
      countUpTo(Number.MAX_SAFE_INTEGER),
    )
    .option('--stock', 'first receives the stock that the orders need, in a warehouse REPLAY')
    .option(
      '--day-first',
      'dates such as 03/12/2025 have the day first; otherwise the month is first',
    )
    .addOption(
      new Option('--currency <code>', 'currency of the orders').default('GBP').argParser(currency),
    )
    .option('--url <url>', 'origin of the gateway (default: from the configuration)', httpUrl)
    .action(loaded(async () => (await import('../replay/run-command.js')).runReplay));
