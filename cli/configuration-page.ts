import { changeOf } from '../config/changeable';
import { configSchema } from '../config/schema';
import { isDefaultSecret } from '../config/secrets';
import { variableName } from '../platform/config/environment';
import { isSecretPath } from '../platform/config/secret-paths';
import { type SettingField, settingFieldsOf } from '../platform/config/setting-fields';

const introduction = `# Configuration

Every setting, in the order of \`config/schema.ts\`, of which this page is made (\`npm run generate\`).

- \`config.yaml\` is read from the working directory, else from \`$HOME/.orderprocessing/\`, else from \`/etc/orderprocessing/\`.
- The variable of a setting goes over the file. With \`_FILE\` behind its name the value is what that file says: so secrets come in.
- Lists are written with commas in a variable, tables as YAML or JSON.
- Settings marked **live** change in the running process within 5 s of their file; of an address so marked, user and password do. The others wait for a restart, and the log says so. A file with a fault changes nothing.
- A secret may come from HashiCorp Vault: \`secrets.vault.paths\` names a place for the setting. It goes over the file, and below a variable.
- \`npm run config -- print\` shows what holds, \`check\` lists every fault.

`;

const shownCharactersMax = 60;

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function standardOf({ path, default: standard }: SettingField): string {
  if (isDefaultSecret(standard)) return 'made up and kept; needed in production';
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

/** The reference page of all settings. */
export function configurationPage(): string {
  const groups = new Map<string, SettingField[]>();
  for (const leaf of settingFieldsOf(configSchema)) {
    const group = leaf.path.length > 1 ? (leaf.path[0] ?? '') : 'The process';
    groups.set(group, [...(groups.get(group) ?? []), leaf]);
  }
  const sections = [...groups].map(([group, leaves]) => {
    const head =
      '| setting | what it takes | default | changes | what it is |\n|---|---|---|---|---|';
    return `## ${group}\n${head}\n${leaves.map(row).join('\n')}\n`;
  });
  return introduction + sections.join('\n');
}
