import { changeOf } from '../config/changeable';
import { configSchema } from '../config/schema';
import { isDefaultSecret } from '../config/secrets';
import { variableName } from '../platform/config/environment';
import { isSecretPath } from '../platform/config/secret-paths';
import { type SettingField, settingFieldsOf } from '../platform/config/setting-fields';

const introduction = `# Configuration

Every setting, in the order of \`config/schema.ts\`. This page is generated from it by \`npm run generate\`.

- \`config.yaml\` is read from the working directory, else from \`$HOME/.orderprocessing/\`, else from \`/etc/orderprocessing/\`.
- The environment variable of a setting overrides the file. If the name ends in \`_FILE\`, the value is read from the file that the variable names: use this for secrets.
- In a variable, lists are separated by commas and tables are YAML or JSON.
- Settings marked **live** change in the running process within 5 s of a change to their file; of a URL marked so, only user and password change. Other settings need a restart, which the log says. A file with a fault changes nothing.
- A secret may come from HashiCorp Vault: \`secrets.vault.paths\` maps settings to Vault paths. It overrides the file, and a variable overrides it.
- \`npm run config -- print\` shows the current values, \`check\` lists every fault.

`;

const shownCharactersMax = 60;

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function standardOf({ path, default: standard }: SettingField): string {
  if (isDefaultSecret(standard)) return 'generated and stored; required in production';
  if (standard === undefined) return '';
  if (standard === null) return 'none';
  const text = JSON.stringify(standard);
  if (text === '[]' || text === '{}') return 'empty';
  if (isSecretPath(path.join('.'))) return 'set';
  const isLong = text.length > shownCharactersMax;
  return isLong ? 'a table, see `config/`' : `\`${text.replaceAll('"', '')}\``;
}

const changes = { live: 'live', credentials: 'live', restart: '' } as const;

function row(leaf: SettingField): string {
  const path = leaf.path.join('.');
  const variable = variableName('ORDERPROCESSING', leaf.path);
  const cells = [
    `\`${path}\`<br>\`${variable}\``,
    leaf.expected,
    standardOf(leaf),
    changes[changeOf(path)],
    leaf.description ?? '',
  ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** The reference of all settings, `docs/configuration.md`. */
export function configurationPage(): string {
  const groups = new Map<string, SettingField[]>();
  for (const leaf of settingFieldsOf(configSchema)) {
    const group = leaf.path.length > 1 ? (leaf.path[0] ?? '') : 'The process';
    groups.set(group, [...(groups.get(group) ?? []), leaf]);
  }
  const sections = [...groups].map(([group, leaves]) => {
    const head = '| setting | values | default | changes | description |\n|---|---|---|---|---|';
    return `## ${group}\n${head}\n${leaves.map(row).join('\n')}\n`;
  });
  return introduction + sections.join('\n');
}
