import { type SubgraphName, subgraphNames, subgraphRow, type WithheldValue } from '../subgraphs';

/** The owner of a process: a subgraph, or the gateway. */
export type ProcessOwner = SubgraphName | 'gateway';

/**
 * The settings that only other processes receive, by path, each with the value that this one gets.
 */
export function othersSettings(own: ProcessOwner): ReadonlyMap<string, WithheldValue> {
  const owned = own === 'gateway' ? {} : subgraphRow(own).ownSettings;
  return new Map(
    subgraphNames
      .flatMap((name) => Object.entries(subgraphRow(name).ownSettings))
      .filter(([path]) => !Object.hasOwn(owned, path)),
  );
}

/** The paths of those settings. */
export const withheldPaths = (own: ProcessOwner): ReadonlySet<string> =>
  new Set(othersSettings(own).keys());

/** A copy of the settings with another value at one path. */
function withValueAt<Settings extends object>(
  settings: Settings,
  [key = '', ...deeper]: readonly string[],
  value: unknown,
): Settings {
  const below = (settings as Record<string, unknown>)[key] as object;
  const next = deeper.length === 0 ? value : withValueAt(below, deeper, value);
  return { ...settings, [key]: next };
}

/** A copy of the settings without those that only other processes receive. */
export function withoutOthersSettings<Settings extends object>(
  settings: Settings,
  own: ProcessOwner,
): Settings {
  return [...othersSettings(own)].reduce(
    (rest, [path, value]) => withValueAt(rest, path.split('.'), value),
    settings,
  );
}
