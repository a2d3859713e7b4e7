/** Search parameters of a list: texts, or left out. */
export type SearchOf<Name extends string> = { readonly [Key in Name]?: string };

/** Keeps the named parameters that have a text, so that an address from elsewhere cannot harm. */
export const searchOf =
  <const Name extends string>(...names: readonly Name[]) =>
  (raw: Record<string, unknown>): SearchOf<Name> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = raw[name];
        return typeof value === 'string' && value !== '' ? [[name, value]] : [];
      }),
    ) as SearchOf<Name>;

/** Whether a parameter names a part of an object. Every object inherits others, as `constructor`. */
export const isNameIn = <Named extends object>(
  text: string | undefined,
  named: Named,
): text is keyof Named & string => text !== undefined && Object.hasOwn(named, text);

/** Addresses that people can read: `?status=CONFIRMED,SHIPPED`. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  if (entries.length === 0) return '';
  return `?${new URLSearchParams(entries).toString().replaceAll('%2C', ',')}`;
}
