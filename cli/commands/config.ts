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
    description: [
      'Lists every fault at once, and in production every setting that weakens the shop: those that it refuses, and those that each start logs as a warning. Reads the certificate of server.tls and the manifest of registered operations, too. Nothing is started.',
    ],
    examples: [['', 'says that the configuration is valid, or what is wrong']],
    json: '{ environment, weakenings: [{ setting, reason, isAccepted }] }',
    exitCodes: { 1: 'the configuration has faults' },
  }).action(async (options) => {
    const checking = await import('../configuration/check-configuration.js');
    const checked = await checking.checkConfiguration();
    printResult(options, checked, checking.checkedText(checked));
  });

const secretCommand = () =>
  newCommand('secret', {
    summary: 'Make a secret',
    description: [
      '32 random bytes as base64url, the form that production accepts without a warning. A file can be read by its owner alone, and is never overwritten.',
    ],
    examples: [
      ['/etc/orderprocessing/key-secret', 'for ORDERPROCESSING_AUTH_KEY_SECRET_FILE'],
      ['', 'prints a secret, e.g. for Vault'],
    ],
    json: '{ file }, or { secret } without a file',
  })
    .argument('[file]', 'a new file, with the mode 0600')
    .action(async (file, options) => {
      if (file === undefined) {
        const { generateSecret } = await import('../../config/schema/secrets.js');
        const secret = generateSecret();
        printResult(options, { secret }, `${secret}\n`);
      } else {
        const { writeSecret } = await import('../configuration/write-secret.js');
        writeSecret(file);
        printResult(options, { file }, `The secret is in ${file}.\n`);
      }
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
  newGroup('config', 'Print or check the configuration, print its schema, or make a secret', [
    printCommand(),
    checkCommand(),
    secretCommand(),
    schemaCommand(),
  ]);
