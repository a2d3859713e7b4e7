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

/** An address as an input has it. */
interface WrittenAddress extends Address {
  readonly label?: string | null;
}

const line: TextRule = { charactersMax: 200 };
const optionalLine: TextRule = { ...line, isOptional: true };

/** Its country is an ISO code. `label` is checked although an order does not keep it. */
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

/** Entries of a timeline beyond which its owner may not add to it; the version counts them. */
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

/** What is wrong with an order apart from its lines, which `lineProblems` looks at. */
export function placingProblems(input: Placing): Problem[] {
  return [
    ...keyProblems(input.idempotencyKey),
    ...addressProblems(['shippingAddress'], input.shippingAddress),
    ...textProblems(['payment', 'token'], input.payment.token, paymentToken),
    ...textProblems(['note'], input.note, note),
  ];
}

/** What an order keeps of an address: the label is of the buyer's address book. */
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
