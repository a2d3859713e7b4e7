import { type TextRule, textProblems, trimmedOrNull } from '../../../platform/values/text';
import { keyProblems, type Problem } from './order-input';

export interface Address {
  readonly recipient: string;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly region?: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly phone?: string | null;
}

/** An address in an input. */
interface WrittenAddress extends Address {
  readonly label?: string | null;
}

const line: TextRule = { charactersMax: 200 };
const optionalLine: TextRule = { ...line, isOptional: true };

/** The country is a valid ISO code already. `label` is validated although orders do not store it. */
const addressRules = {
  label: optionalLine,
  recipient: line,
  line1: line,
  line2: optionalLine,
  city: line,
  region: optionalLine,
  postalCode: line,
  phone: { ...optionalLine, mayLookLikeCard: true },
} as const;

/** Maximum length of a timeline for changes by its owner; the version counts its entries. */
export const addressChangeVersionMax = 200;

const paymentToken: TextRule = { charactersMax: 255 };
const note: TextRule = { charactersMax: 2_000, isOptional: true, isMultiline: true };

type AddressField = keyof typeof addressRules;

export function addressProblems(path: string[], address: WrittenAddress): Problem[] {
  return (Object.keys(addressRules) as AddressField[]).flatMap((field) =>
    textProblems([...path, field], address[field], addressRules[field]),
  );
}

interface Placing {
  readonly idempotencyKey: string;
  readonly shippingAddress: WrittenAddress;
  readonly payment: { readonly token: string };
  readonly note?: string | null;
}

/** Problems of an order, except those of its lines (`lineProblems`). */
export function placingProblems(input: Placing): Problem[] {
  return [
    ...keyProblems(input.idempotencyKey),
    ...addressProblems(['shippingAddress'], input.shippingAddress),
    ...textProblems(['payment', 'token'], input.payment.token, paymentToken),
    ...textProblems(['note'], input.note, note),
  ];
}

/** The address as stored: without the label, which belongs to the address book. */
export function keptAddress(address: Address): Address {
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
