import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { countUpTo, httpUrl } from '../program/arguments';
import { loaded } from '../program/loaded';
import { newCommand } from '../program/new-command';

const secondsMax = 3_600;
const portMax = 65_535;

const country = (text: string): string => {
  if (/^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a code of two letters, such as DE.');
};

export const probeCommand = () =>
  newCommand('probe', {
    summary: 'Check from outside whether a shop serves its clients',
    description: [
      'Asks for the readiness of the public address and for a quote of one product, as a client does, without an account. Run it in another network than the shop: only from there the way to the shop can be seen.',
      'With --every it continues until it is stopped, and serves its metrics to Prometheus; the objective of availability counts them (docs/sla.md). Otherwise it checks once.',
    ],
    examples: [
      ['--url https://api.example.com', 'checks once'],
      ['--url https://api.example.com --every 15', 'checks every 15 s, with metrics on port 9115'],
    ],
    json: '[{ check, fault, tookMs }]; with --every an object per line when a fault begins or ends: { at, check, fault, tookMs }',
    exitCodes: { 1: 'a check has failed' },
  })
    .requiredOption('--url <url>', 'the public address', httpUrl)
    .option('--sku <sku>', 'what to ask the price of; by default the first product')
    .addOption(
      new Option('--country <code>', 'where it would be delivered')
        .default('DE')
        .argParser(country),
    )
    .addOption(
      new Option('--every <seconds>', 'checks again and again').argParser(countUpTo(secondsMax)),
    )
    .option('--metrics-host <host>', 'network address of the metrics', '127.0.0.1')
    .addOption(
      new Option('--metrics-port <port>', 'port of the metrics')
        .default(9_115)
        .argParser(countUpTo(portMax)),
    )
    .action(loaded(async () => (await import('../probe/run.js')).runProbe));
