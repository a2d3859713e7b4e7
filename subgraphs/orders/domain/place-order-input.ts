import { containsCardNumber } from '../../../platform/values/card-number';
import { keyProblems, type Problem, textProblems } from './order-input';

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

const noteCharactersMax = 2_000;
const tokenCharactersMax = 255;
const addressCharactersMax = 200;
const neededFields = ['recipient', 'line1', 'city', 'postalCode'] as const;
const optionalFields = ['line2', 'region', 'phone'] as const;
/** A telephone number may look like a card's. */
const fieldsWithCardNumbers = [
  'recipient',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
] as const;

export function cardProblems(path: string[], text: string | null | undefined): Problem[] {
  if (text == null || !containsCardNumber(text)) return [];
  return [{ path, message: 'Card numbers do not belong here.' }];
}

export function addressProblems(path: string[], address: Address): Problem[] {
  return [
    ...neededFields.flatMap((field) =>
      textProblems([...path, field], address[field], 1, addressCharactersMax),
    ),
    ...optionalFields.flatMap((field) =>
      textProblems([...path, field], address[field], 0, addressCharactersMax),
    ),
    ...fieldsWithCardNumbers.flatMap((field) => cardProblems([...path, field], address[field])),
  ];
}

interface Placing {
  readonly idempotencyKey: string;
  readonly shippingAddress: Address;
  readonly payment: { readonly token: string };
  readonly note?: string | null;
}

/** What is wrong with an order apart from its lines, which `lineProblems` looks at. */
export function placingProblems(input: Placing): Problem[] {
  return [
    ...keyProblems(input.idempotencyKey),
    ...addressProblems(['shippingAddress'], input.shippingAddress),
    ...textProblems(['payment', 'token'], input.payment.token, 1, tokenCharactersMax),
    ...cardProblems(['payment', 'token'], input.payment.token),
    ...textProblems(['note'], input.note, 0, noteCharactersMax),
    ...cardProblems(['note'], input.note),
  ];
}

/** What an order keeps of an address: the label is of the buyer's address book. */
export function keptAddress(address: Address): Address {
  const { recipient, line1, line2, city, region, postalCode, country, phone } = address;
  return {
    recipient,
    line1,
    line2: line2 ?? null,
    city,
    region: region ?? null,
    postalCode,
    country: country.toUpperCase(),
    phone: phone ?? null,
  };
}
