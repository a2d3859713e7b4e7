import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { openFeatureFlags } from '../config/feature-flags';
import { loadConfiguration } from '../config/load-configuration';
import { withoutSecrets } from '../platform/config/secret-paths';
import { repositoryRoot } from '../platform/process/repository-root';
import { createLogger } from '../platform/telemetry/logger';
import { createMetrics } from '../platform/telemetry/metrics';
import { configurationPage } from './configuration-page';

const help = `npm run config -- print|check|docs

  print   prints the configuration from file, environment and Vault; secrets are masked
  check   validates it and the file of feature flags; lists every fault, with exit code 1
  docs    writes docs/configuration.md, the reference of all settings, from the schema
`;

async function check(): Promise<void> {
  const configuration = await loadConfiguration();
  const logger = createLogger({ level: 'silent', pretty: false, name: 'config' });
  const registry = createMetrics({ name: 'config', version: '' });
  openFeatureFlags({ configuration, logger, registry }).stop();
  process.stdout.write(`The configuration is valid (${configuration.environment}).\n`);
}

const commands: Readonly<Record<string, () => Promise<void>>> = {
  print: async () => {
    process.stdout.write(stringify(withoutSecrets(await loadConfiguration())));
  },
  check,
  docs: async () => {
    writeFileSync(path.join(repositoryRoot, 'docs/configuration.md'), configurationPage());
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const command = commands[positionals[0] ?? ''];
  if (values.help) {
    process.stdout.write(help);
  } else if (command === undefined || positionals.length > 1) {
    process.stderr.write(help);
    process.exitCode = 1;
  } else {
    await command();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
