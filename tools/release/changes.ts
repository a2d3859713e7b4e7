/** The headings of a release, in the order of Keep a Changelog. */
export const kinds = ['added', 'changed', 'deprecated', 'removed', 'fixed', 'security'] as const;
export type Kind = (typeof kinds)[number];

export interface Change {
  readonly kind: Kind;
  /** One entry of the changelog, in Markdown, with links as seen from the root. */
  readonly text: string;
}

const fileName = /^[a-z0-9]+(?:-[a-z0-9]+)*\.md$/;
const frontMatter = /^---\nkind: ([^\n]{1,40})\n---\n\n/;
/**
 * The start of a block that an entry must not have, because the entry becomes an item of a list.
 */
const ownBlock = /^(?:#|[-*] )/m;

const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word);

/**
 * Reads a file of `.changeset`.
 * @throws Error with what is wrong with the file, and what to write instead.
 */
export function parseChange(name: string, content: string): Change {
  const reject = (fault: string): never => {
    throw new Error(`.changeset/${name}: ${fault}`);
  };
  if (!fileName.test(name)) reject('Name the file in kebab-case, with the ending .md.');
  const [head, kind = ''] = frontMatter.exec(content) ?? [];
  if (head === undefined) {
    return reject('Begin with the lines "---", "kind: added" and "---", and an empty line.');
  }
  if (!isKind(kind)) {
    return reject(`The kind "${kind}" is unknown. Use one of ${kinds.join(', ')}.`);
  }
  const text = content.slice(head.length).trim().replaceAll('](../', '](');
  if (text === '') reject('Write below the kind what changes.');
  if (ownBlock.test(text)) reject('Write one paragraph without a heading or a list.');
  return { kind, text };
}

const headingOf = (kind: Kind): string => `${kind[0]?.toUpperCase()}${kind.slice(1)}`;

const itemOf = ({ text }: Change): string => `- ${text.split('\n').join('\n  ')}`;

/** The section of a release in the changelog. */
function sectionOf(title: string, changes: readonly Change[]): string {
  const parts = kinds.flatMap((kind) => {
    const items = changes.filter((change) => change.kind === kind).map(itemOf);
    return items.length === 0 ? [] : [`### ${headingOf(kind)}\n\n${items.join('\n')}`];
  });
  return [`## ${title}`, ...parts].join('\n\n');
}

/**
 * Adds a release to the changelog, above the earlier ones.
 * @param date as YYYY-MM-DD.
 * @throws Error if the changelog has the version already, or if there is no change.
 */
export function withRelease(
  changelog: string,
  release: { readonly version: string; readonly date: string },
  changes: readonly Change[],
): string {
  const { version, date } = release;
  if (changelog.includes(`\n## [${version}]`)) {
    throw new Error(`CHANGELOG.md has version ${version} already. Choose the next one.`);
  }
  if (changes.length === 0) throw new Error('There is no change in .changeset to release.');
  const at = changelog.search(/^## \[/m);
  const earlier = at < 0 ? changelog.length : at;
  const section = sectionOf(`[${version}] - ${date}`, changes);
  return `${changelog.slice(0, earlier)}${section}\n\n${changelog.slice(earlier)}`;
}
