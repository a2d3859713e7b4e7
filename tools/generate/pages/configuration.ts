import { configSchema } from '../../../config/schema';
import { changeOf } from '../../../config/schema/changeable';
import { isDefaultSecret } from '../../../config/schema/secrets';
import { variableName } from '../../../platform/config/environment';
import { isSecretPath } from '../../../platform/config/secret-paths';
import { type SettingField, settingFieldsOf } from '../../../platform/config/setting-fields';

const introduction = `# Configuration

Every setting, in the order of \`config/schema/index.ts\`. This page is generated from it by \`npm run generate\`.

- \`config.yaml\` is read from the working directory, else from \`$HOME/.orderprocessing/\`, else from \`/etc/orderprocessing/\`.
- The environment variable of a setting overrides the file. If the name ends in \`_FILE\`, the value is read from the file that the variable names: use this for secrets.
- In a variable, lists are separated by commas and tables are YAML or JSON.
- Settings marked **live** change in the running process within 5 s of a change to their file; of a URL marked so, only user and password change. Other settings need a restart, which the log says. A file with a fault changes nothing.
- A secret may come from HashiCorp Vault: \`secrets.vault.paths\` maps settings to Vault paths. It overrides the file, and a variable overrides it.
- \`npx --no orderprocessing config print\` shows the current values, with \`--origin\` also the file, variable or default behind each; \`check\` lists every fault, and what weakens a shop in production ([checklist](production.md)).
- An editor with the YAML language server completes and checks a \`config.yaml\` that begins with \`# yaml-language-server: $schema=config/config.schema.json\`.
- Two shops run side by side with \`server.portOffset\` and a \`dataFolder\` of its own for the second one.

`;

const shownCharactersMax = 60;

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function defaultOf({ path, default: defaultValue }: SettingField): string {
  if (isDefaultSecret(defaultValue)) return 'generated and stored; required in production';
  if (defaultValue === undefined) return '';
  if (defaultValue === null) return 'none';
  const text = JSON.stringify(defaultValue);
  if (text === '[]' || text === '{}') return 'empty';
  if (isSecretPath(path.join('.'))) return 'set';
  const isLong = text.length > shownCharactersMax;
  return isLong ? 'a table, see `config/`' : `\`${text.replaceAll('"', '')}\``;
}

const changes = { live: 'live', credentials: 'live', restart: '' } as const;

function row(field: SettingField): string {
  const path = field.path.join('.');
  const variable = variableName('ORDERPROCESSING', field.path);
  const cells = [
    `\`${path}\`<br>\`${variable}\``,
    field.expected,
    defaultOf(field),
    changes[changeOf(path)],
    field.description ?? '',
  ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** The reference of all settings, `docs/configuration.md`. */
export function configurationPage(): string {
  const groups = Map.groupBy(settingFieldsOf(configSchema), ({ path: [first = '', second] }) =>
    second === undefined ? 'The process' : first,
  );
  const sections = [...groups].map(([group, fields]) => {
    const head = '| setting | values | default | changes | description |\n|---|---|---|---|---|';
    return `## ${group}\n${head}\n${fields.map(row).join('\n')}\n`;
  });
  return introduction + sections.join('\n');
}
