import {
  postalAddressProblems,
  type WrittenPostalAddress,
} from '../../../platform/values/postal-address';
import { type TextRule, textProblems } from '../../../platform/values/text';
import { keyProblems, type Problem } from './order-input';

/**
 * Maximum length of a timeline for changes by its owner; the version counts its entries.
 * @exceeded VALIDATION
 */
export const addressChangeVersionMax = 200;

const paymentToken: TextRule = { charactersMax: 255 };
const note: TextRule = { charactersMax: 2_000, isOptional: true, isMultiline: true };

interface Placing {
  readonly idempotencyKey: string;
  readonly shippingAddress: WrittenPostalAddress;
  readonly payment: { readonly token: string };
  readonly note?: string | null;
}

/** Problems of an order, except those of its lines (`lineProblems`). */
export function placingProblems(input: Placing): Problem[] {
  return [
    ...keyProblems(input.idempotencyKey),
    ...postalAddressProblems(['shippingAddress'], input.shippingAddress),
    ...textProblems(['payment', 'token'], input.payment.token, paymentToken),
    ...textProblems(['note'], input.note, note),
  ];
}
