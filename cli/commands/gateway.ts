import { Option } from '@commander-js/extra-typings';
import { countUpTo } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

const portMax = 65_535;
const defaultPort = 4_000;

export const gatewayCommand = () =>
  newCommand('gateway', {
    summary: 'Start the gateway alone on any supergraph, to try or audit it',
    description: [
      'Serves the supergraph of a file on 127.0.0.1, and calls its subgraphs over HTTP at the URLs that the file has. There are no accounts, no limits of operations and no Redis, and callers send no credentials: it is for the public federation audit, comparisons and trials, not for production. Ctrl-C stops it.',
    ],
    examples: [['--supergraph supergraph.graphql --port 4000', 'answers at /graphql']],
    json: '{ url }',
  })
    .requiredOption('--supergraph <file>', 'the composed supergraph')
    .option('--port <number>', 'port to listen on', countUpTo(portMax), defaultPort)
    .addOption(
      new Option('--executor <name>', 'compiled, or apollo for @apollo/gateway')
        .choices(['compiled', 'apollo'] as const)
        .default('compiled' as const),
    )
    .action(async (options) => {
      const { runAlone } = await import('../gateway/alone.js');
      await runAlone(options, (url) =>
        printResult(options, { url }, `The gateway answers at ${url}\n`),
      );
    });
