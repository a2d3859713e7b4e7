import { containsCardNumber } from '../../../platform/values/card-number';
import {
  currencyDecimals,
  decimalFromMinor,
  isCurrency,
  minorFromDecimal,
} from '../../../platform/values/money';
import { type TextRule, textProblem } from '../../../platform/values/text';
import { isSku, skuKey } from './sku';

/** Why a row of a product import was skipped; the codes are part of the API. */
export type ProductFaultCode =
  | 'INVALID_SKU'
  | 'INVALID_NAME'
  | 'INVALID_DESCRIPTION'
  | 'INVALID_PRICE'
  | 'INVALID_CURRENCY'
  | 'CARD_NUMBER'
  | 'DUPLICATE_SKU';

export interface ProductFault {
  readonly code: ProductFaultCode;
  readonly field: 'sku' | 'name' | 'description' | 'price' | 'currency';
  readonly message: string;
}

/** A product in an input; null and undefined both mean that a field was omitted. */
export interface WrittenProduct {
  readonly sku?: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly price?: string | null;
  readonly currency: string;
}

/** Card numbers have their own error code. */
const nameRule: TextRule = { charactersMax: 200, mayLookLikeCard: true };
const descriptionRule: TextRule = {
  charactersMax: 5_000,
  isMultiline: true,
  isOptional: true,
  mayLookLikeCard: true,
};
/**
 * The bytes of a description in JSON. An order of 1,000 lines with its products must fit into a
 * response of 10 MB.
 * @exceeded INVALID_DESCRIPTION, VALIDATION
 * @test e2e/orders/catalogue.ts
 */
const descriptionBytesMax = 6_000;

/**
 * 100 million in a currency with two decimals. The sum of an order of 1,000 lines of 99,999 units
 * at this price still fits into 64 bits.
 * @exceeded INVALID_PRICE
 */
export const priceMinorMax = 10_000_000_000n;

/** A price in minor units; null if it is negative, too high or has too many decimals. */
export function priceMinorFrom(price: string, currency: string): bigint | null {
  const minor = minorFromDecimal(price, currency);
  return minor !== null && minor >= 0n && minor <= priceMinorMax ? minor : null;
}

const cardNumber = (field: 'name' | 'description'): ProductFault[] => [
  { code: 'CARD_NUMBER', field, message: 'Must not contain a card number.' },
];

/**
 * A text in which ü is one character. Some programs of Apple write two, an u and its dots, which
 * a search would not find.
 */
export const composed = (text: string): string => text.normalize('NFC');

/** A valid name as it is stored. */
export const storedName = (name: string): string => composed(name).trim();

function nameFaults(name: string): ProductFault[] {
  const message = textProblem(name, nameRule) ?? textProblem(composed(name), nameRule);
  if (message !== null) return [{ code: 'INVALID_NAME', field: 'name', message }];
  return containsCardNumber(name) ? cardNumber('name') : [];
}

function descriptionFaults(description: string): ProductFault[] {
  const message = textProblem(description, descriptionRule);
  if (message !== null) return [{ code: 'INVALID_DESCRIPTION', field: 'description', message }];
  if (Buffer.byteLength(JSON.stringify(description)) > descriptionBytesMax) {
    const tooLong = `Takes at most ${descriptionBytesMax} bytes in JSON. Shorten it.`;
    return [{ code: 'INVALID_DESCRIPTION', field: 'description', message: tooLong }];
  }
  return containsCardNumber(description) ? cardNumber('description') : [];
}

function priceFaults(price: string, currency: string): ProductFault[] {
  if (!isCurrency(currency)) {
    const message = 'Must be an active ISO 4217 currency code.';
    return [{ code: 'INVALID_CURRENCY', field: 'currency', message }];
  }
  if (priceMinorFrom(price, currency) !== null) return [];
  const decimals = currencyDecimals(currency);
  const highest = decimalFromMinor(priceMinorMax, currency);
  const message = `Takes 0 to ${highest} ${currency} with at most ${decimals} decimals.`;
  return [{ code: 'INVALID_PRICE', field: 'price', message }];
}

/** All problems of a product; empty if it can be stored. */
export function productFaults(product: WrittenProduct): ProductFault[] {
  const faults: ProductFault[] = [];
  if (product.sku !== undefined && !isSku(product.sku)) {
    const message = 'Takes 1 to 64 letters, digits, spaces and - _ . /';
    faults.push({ code: 'INVALID_SKU', field: 'sku', message });
  }
  if (product.name != null) faults.push(...nameFaults(product.name));
  if (product.description != null) faults.push(...descriptionFaults(product.description));
  if (product.price != null) faults.push(...priceFaults(product.price, product.currency));
  return faults;
}

/** The first fault of each faulty row, by index. Repeating the SKU of an earlier row is a fault. */
export function importFaults(
  rows: readonly (WrittenProduct & { readonly sku: string })[],
): Map<number, ProductFault> {
  const faults = new Map<number, ProductFault>();
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const [fault] = productFaults(row);
    const key = isSku(row.sku) ? skuKey(row.sku) : null;
    if (key !== null && seen.has(key)) faults.set(index, duplicate);
    else if (fault) faults.set(index, fault);
    if (key !== null) seen.add(key);
  });
  return faults;
}

const duplicate: ProductFault = {
  code: 'DUPLICATE_SKU',
  field: 'sku',
  message: 'An earlier row of this call has the same SKU.',
};
