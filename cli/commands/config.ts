import { newCommand, newGroup } from '../program/new-command';
import { printResult } from '../program/results';

const printCommand = () =>
  newCommand('print', {
    summary: 'Print the settings in force',
    description: [
      'Reads files, environment and Vault, and adds server.portOffset to the ports. Secrets are masked, also those in URLs.',
    ],
    examples: [
      ['', 'prints every setting as YAML'],
      ['--origin', 'prints the file, variable, path in Vault or default behind each setting'],
    ],
    json: 'every setting; with --origin { settings, origins }',
  })
    .option('--origin', 'adds where each setting comes from')
    .action(async (options) => {
      const printing = await import('../configuration/printed-configuration.js');
      const printed = await printing.printedConfiguration();
      if (options.origin) {
        printResult(options, printed, printing.configurationTextWithOrigins(printed));
      } else {
        printResult(options, printed.settings, printing.configurationText(printed));
      }
    });

const checkCommand = () =>
  newCommand('check', {
    summary: 'Check the configuration and the feature flags',
    description: ['Lists every fault at once. Nothing is started.'],
    examples: [['', 'says that the configuration is valid, or what is wrong']],
    json: '{ environment }',
    exitCodes: { 1: 'the configuration has faults' },
  }).action(async (options) => {
    const { checkConfiguration } = await import('../configuration/check-configuration.js');
    const environment = await checkConfiguration();
    printResult(options, { environment }, `The configuration is valid (${environment}).\n`);
  });

const schemaCommand = () =>
  newCommand('schema', {
    summary: 'Print the JSON Schema of config.yaml',
    description: [
      'Editors with the YAML language server complete and check config.yaml by it. In this folder, begin the file with: # yaml-language-server: $schema=config/config.schema.json',
    ],
    examples: [['> /etc/orderprocessing/config.schema.json', 'keeps it beside a configuration']],
    json: 'the schema',
  }).action(async (options) => {
    const { configJsonSchema } = await import('../../config/schema/json-schema.js');
    const schema = configJsonSchema();
    printResult(options, schema, `${JSON.stringify(schema, null, 2)}\n`);
  });

export const configCommand = () =>
  newGroup('config', 'Print or check the configuration, or print its schema', [
    printCommand(),
    checkCommand(),
    schemaCommand(),
  ]);
