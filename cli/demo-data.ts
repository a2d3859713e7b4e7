import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load-configuration';
import { tlsFiles } from '../config/service-addresses';
import { createLogger } from '../platform/telemetry/logger';
import { fillRemotely } from './topology/fill-remotely';

const help = `node dist/cli/demo-data.js

Fills empty databases with the demo shop if demo.enabled is set. npm start and npm run
start:distributed do this themselves; containers run this command. Users and inventory must be
running, and services.tls.* must name the certificate \`cli\`.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const configuration = await loadConfiguration();
  if (!configuration.demo.enabled) {
    process.stdout.write('demo.enabled is off: nothing to do.\n');
    return;
  }
  const logger = createLogger({ ...configuration.log, name: 'demo-data' });
  const hasDemoShop = await fillRemotely(configuration, tlsFiles(configuration), logger);
  process.stdout.write(
    hasDemoShop
      ? 'The demo shop is in the databases.\n'
      : 'The databases have other data: they were left unchanged.\n',
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
