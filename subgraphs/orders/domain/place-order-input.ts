import {
  postalAddressProblems,
  type WrittenPostalAddress,
} from '../../../platform/values/postal-address';
import { isListed, isReturnUrl } from '../../../platform/values/return-url';
import { type FieldProblem, type TextRule, textProblems } from '../../../platform/values/text';
import { keyProblems } from './order-input';

/**
 * Maximum length of a timeline for changes by its owner; the version counts its entries.
 * @exceeded VALIDATION
 */
export const addressChangeVersionMax = 200;

const paymentToken: TextRule = { charactersMax: 255 };
const returnUrl: TextRule = { charactersMax: 2_048, isUrl: true };
const note: TextRule = { charactersMax: 2_000, isOptional: true, isMultiline: true };

interface Placing {
  readonly idempotencyKey: string;
  readonly shippingAddress: WrittenPostalAddress;
  readonly payment: { readonly token: string; readonly returnUrl: string | null };
  readonly note?: string | null;
}

function returnUrlProblems(url: string | null, returnOrigins: readonly string[]): FieldProblem[] {
  if (url === null) return [];
  const path = ['payment', 'returnUrl'];
  const problems = textProblems(path, url, returnUrl);
  if (problems.length > 0) return problems;
  if (!isReturnUrl(url)) {
    const message =
      'Takes https (http for localhost) or the scheme of an app, without user name and password.';
    return [{ path, message }];
  }
  if (isListed(new URL(url), returnOrigins)) return [];
  return [{ path, message: 'Has an origin that payments.returnOrigins does not list.' }];
}

/**
 * Problems of an order, except those of its lines (`lineProblems`).
 * @param returnOrigins where a bank may return the buyer to.
 */
export function placingProblems(input: Placing, returnOrigins: readonly string[]): FieldProblem[] {
  return [
    ...keyProblems(input.idempotencyKey),
    ...postalAddressProblems(['shippingAddress'], input.shippingAddress),
    ...textProblems(['payment', 'token'], input.payment.token, paymentToken),
    ...returnUrlProblems(input.payment.returnUrl, returnOrigins),
    ...textProblems(['note'], input.note, note),
  ];
}
