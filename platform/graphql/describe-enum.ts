import { registerEnumType } from 'type-graphql';

/** Makes an enum a type of the schema, with a description of each of its values. */
export function describeEnum<Enum extends object>(
  enumeration: Enum,
  name: string,
  description: string,
  values: Readonly<Record<keyof Enum, string>>,
): void {
  const described = Object.entries<string>(values).map(([value, text]) => [
    value,
    { description: text },
  ]);
  registerEnumType(enumeration, {
    name,
    description,
    valuesConfig: Object.fromEntries(described),
  });
}
