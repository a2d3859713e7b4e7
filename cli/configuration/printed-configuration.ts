import { Document, isMap, isScalar, stringify } from 'yaml';
import {
  type TracedConfiguration,
  traceConfiguration,
} from '../../config/loading/load-configuration';
import { configSchema } from '../../config/schema';
import { withoutSecrets } from '../../platform/config/secret-paths';
import { settingFieldsOf } from '../../platform/config/setting-fields';

export interface PrintedConfiguration {
  /** Secrets are masked. */
  readonly settings: unknown;
  /**
   * Where each setting comes from, by its path: a file, a variable, a path in Vault, or `default`.
   */
  readonly origins: Readonly<Record<string, string>>;
}

const fields = settingFieldsOf(configSchema);

function originsOf({ origins }: TracedConfiguration): Record<string, string> {
  const entries = fields.map(({ path }) => {
    const name = path.join('.');
    return [name, origins.get(name) ?? 'default'] as const;
  });
  return Object.fromEntries(entries);
}

/** The configuration as it holds. */
export async function printedConfiguration(): Promise<PrintedConfiguration> {
  const traced = await traceConfiguration();
  return { settings: withoutSecrets(traced.configuration), origins: originsOf(traced) };
}

/** Adds a comment behind a value, or above a list or a table. */
function addComment(document: Document, path: readonly string[], text: string): void {
  const node = document.getIn(path, true);
  if (isScalar(node)) {
    node.comment = ` ${text}`;
    return;
  }
  const group = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair = isMap(group)
    ? group.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined;
  if (isScalar(pair?.key)) pair.key.commentBefore = ` ${text}`;
}

export const configurationText = ({ settings }: PrintedConfiguration): string =>
  stringify(settings);

/** YAML with the origin of each setting as a comment. */
export function configurationTextWithOrigins({ settings, origins }: PrintedConfiguration): string {
  const document = new Document(settings);
  for (const { path } of fields) addComment(document, path, origins[path.join('.')] ?? 'default');
  return document.toString({ lineWidth: 0 });
}
