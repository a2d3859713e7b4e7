import type { Problem } from './account';
import { requiredTextProblem, type TextLimits, textProblem } from './text';

/** Addresses that an account keeps at most. */
export const addressesMax = 50;

/** An address as its owner writes it. */
export interface AddressDraft {
  readonly label?: string | null;
  readonly recipient: string;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly region?: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly phone?: string | null;
}

/** An address as it is kept: what is blank is not there. */
export interface AddressFields {
  readonly label: string | null;
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly phone: string | null;
}

const line: TextLimits = { charactersMax: 200 };
const short: TextLimits = { charactersMax: 100 };
const postalCode: TextLimits = { charactersMax: 20 };
const phone: TextLimits = { charactersMax: 32, mayLookLikeCard: true };

const required = { recipient: line, line1: line, city: short, postalCode } as const;
const optional = { label: short, line2: line, region: short, phone } as const;

const keys = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

/** What is wrong with an address; nothing, when the list is empty. Its country is an ISO code. */
export function addressProblems(draft: AddressDraft): Problem[] {
  const found: [string, string | null][] = [
    ...keys(required).map((key): [string, string | null] => [
      key,
      requiredTextProblem(draft[key], required[key]),
    ]),
    ...keys(optional).map((key): [string, string | null] => [
      key,
      textProblem(draft[key] ?? '', optional[key]),
    ]),
  ];
  return found.flatMap(([field, message]) =>
    message === null ? [] : [{ path: [field], message }],
  );
}

const trimmed = (text: string | null | undefined): string | null => text?.trim() || null;

export function addressFields(draft: AddressDraft): AddressFields {
  return {
    label: trimmed(draft.label),
    recipient: draft.recipient.trim(),
    line1: draft.line1.trim(),
    line2: trimmed(draft.line2),
    city: draft.city.trim(),
    region: trimmed(draft.region),
    postalCode: draft.postalCode.trim(),
    country: draft.country,
    phone: trimmed(draft.phone),
  };
}
