export type Child = Node | string | null;

/** An element with attributes. Nothing is ever parsed as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export const paragraph = (text: string): HTMLElement => element('p', {}, text);

export const list = (...items: readonly Child[]): HTMLElement =>
  element('ul', {}, ...items.map((item) => element('li', {}, item)));

export const link = (href: string, text: string, look?: 'primary'): HTMLElement =>
  element('a', look ? { href, class: `button ${look}` } : { href }, text);
