import { stringify } from 'yaml';
import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const printCommand = () =>
  newCommand('print', {
    summary: 'Print the configuration as it holds',
    description: ['From file, environment and Vault. Secrets are masked, also those in URLs.'],
    examples: [
      ['', 'prints every setting as YAML'],
      ['--json', 'prints the same for a program'],
    ],
    json: 'every setting',
  }).action(async (options) => {
    const { loadConfiguration } = await import('../../config/load-configuration.js');
    const { withoutSecrets } = await import('../../platform/config/secret-paths.js');
    const settings = withoutSecrets(await loadConfiguration());
    printResult(options, settings, stringify(settings));
  });

const checkCommand = () =>
  newCommand('check', {
    summary: 'Check the configuration and the feature flags',
    description: ['Lists every fault at once. Nothing is started.'],
    examples: [['', 'says that the configuration is valid, or what is wrong']],
    json: '{ environment }',
    exitCodes: { 1: 'the configuration has faults' },
  }).action(async (options) => {
    const { checkConfiguration } = await import('../check-configuration.js');
    const environment = await checkConfiguration();
    printResult(options, { environment }, `The configuration is valid (${environment}).\n`);
  });

export const configCommand = () =>
  newGroup('config', 'Print or check the configuration', [printCommand(), checkCommand()]);
