import { type TextRule, textProblems, trimmedOrNull } from './text';

export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly region?: string | null;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string | null;
}

/** A postal address as an input has it. */
export interface WrittenPostalAddress extends PostalAddress {
  /** How its owner calls it. */
  readonly label?: string | null;
}

/** A postal address as it is stored: what is blank is null. */
export type StoredPostalAddress = Required<PostalAddress>;

const line: TextRule = { charactersMax: 200 };
const name: TextRule = { charactersMax: 100 };

const rules = {
  label: { ...name, isOptional: true },
  recipient: line,
  line1: line,
  line2: { ...line, isOptional: true },
  city: name,
  region: { ...name, isOptional: true },
  postalCode: { charactersMax: 20 },
  phone: { charactersMax: 32, isOptional: true, mayLookLikeCard: true },
} as const satisfies Partial<Record<keyof WrittenPostalAddress, TextRule>>;

/** What is wrong with the texts of an address. The scalar of its country has checked that. */
export function postalAddressProblems(
  path: readonly string[],
  address: WrittenPostalAddress,
): { path: string[]; message: string }[] {
  return (Object.keys(rules) as (keyof typeof rules)[]).flatMap((field) =>
    textProblems([...path, field], address[field], rules[field]),
  );
}

/** What is stored of an address; its label is for the address book of its owner alone. */
export function storedPostalAddress(address: PostalAddress): StoredPostalAddress {
  const { recipient, line1, line2, city, region, postalCode, country, phone } = address;
  return {
    recipient: recipient.trim(),
    line1: line1.trim(),
    line2: trimmedOrNull(line2),
    city: city.trim(),
    region: trimmedOrNull(region),
    postalCode: postalCode.trim(),
    country: country.toUpperCase(),
    phone: trimmedOrNull(phone),
  };
}
