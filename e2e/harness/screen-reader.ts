import type { Page } from 'playwright-core';

interface AxValue {
  readonly value?: unknown;
}

interface AxNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly description?: AxValue;
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
}

/** Roles that a person operates. */
const controls = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'listbox',
  'spinbutton',
  'slider',
  'checkbox',
  'radio',
  'switch',
  'tab',
  'menuitem',
  'menuitemcheckbox',
  'option',
  'Date',
  'DisclosureTriangle',
]);

const text = (value: AxValue | undefined): string => String(value?.value ?? '').trim();
const roleOf = ({ role }: AxNode): string => text(role);
const propertyOf = ({ properties = [] }: AxNode, name: string): unknown =>
  properties.find((property) => property.name === name)?.value.value;

const isHeard = ({ ignored }: AxNode): boolean => !ignored;

/** The accessibility tree of Chromium, which is what a screen reader gets. */
async function treeOf(page: Page): Promise<AxNode[]> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Accessibility.enable');
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes as AxNode[];
  } finally {
    await session.detach();
  }
}

function headingFindings(nodes: readonly AxNode[]): string[] {
  const levels = nodes
    .filter((node) => roleOf(node) === 'heading')
    .map((node) => ({ level: Number(propertyOf(node, 'level')), name: text(node.name) }));
  const first = levels.filter(({ level }) => level === 1).length;
  const skipped = levels.filter(({ level }, at) => level > (levels[at - 1]?.level ?? 0) + 1);
  return [
    ...(first === 1 ? [] : [`${first} headings of the first level`]),
    ...skipped.map(({ name, level }) => `the heading "${name}" skips to level ${level}`),
  ];
}

/**
 * What somebody would miss who only hears a page: names of controls, the order of headings, what is
 * wrong with a field, where the content begins.
 */
export async function unheard(page: Page): Promise<string[]> {
  const nodes = (await treeOf(page)).filter(isHeard);
  const operated = nodes.filter((node) => controls.has(roleOf(node)));
  const isModal = nodes.some((node) => roleOf(node) === 'dialog');
  const main = nodes.filter((node) => roleOf(node) === 'main').length;
  return [
    ...(operated.length > 0 ? [] : ['there is nothing to operate']),
    ...operated
      .filter(({ name }) => text(name) === '')
      .map((node) => `a ${roleOf(node)} has no name`),
    ...operated
      .filter((node) => propertyOf(node, 'invalid') === 'true' && text(node.description) === '')
      .map(({ name }) => `it is not said what is wrong with "${text(name)}"`),
    // A dialog hides what is behind it.
    ...(isModal ? [] : headingFindings(nodes)),
    ...(isModal || main === 1 ? [] : [`${main} main regions`]),
  ];
}

/** What a screen reader says of a control: its name, its description, and whether it is invalid. */
export async function heardOf(page: Page, name: string) {
  const nodes = (await treeOf(page)).filter(isHeard);
  const node = nodes.find((each) => controls.has(roleOf(each)) && text(each.name).startsWith(name));
  if (!node) throw new Error(`There is no control "${name}".`);
  return { description: text(node.description), isInvalid: propertyOf(node, 'invalid') === 'true' };
}

/** The texts of the regions that are read out when they change. */
export async function announced(page: Page): Promise<string> {
  const nodes = await treeOf(page);
  const parents = new Map(nodes.map((node) => [node.nodeId, node]));
  const isLive = (node: AxNode | undefined): boolean => {
    if (node === undefined) return false;
    const live = propertyOf(node, 'live');
    if (live === 'polite' || live === 'assertive') return true;
    return isLive(parents.get(node.parentId ?? ''));
  };
  const texts = nodes.filter(
    (node) => isHeard(node) && roleOf(node) === 'StaticText' && isLive(node),
  );
  return texts.map(({ name }) => text(name)).join(' ');
}
