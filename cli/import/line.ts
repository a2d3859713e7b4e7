import { containsCardNumber } from '../../platform/values/card-number';
import { minorFromDecimal } from '../../platform/values/money';
import { msPerDay } from '../../platform/values/time';
import { chargeOf } from './charges';
import type { FieldReader } from './columns';
import { countryCode } from './countries';

/** Why a row was rejected, as shown in the summary and in the file of rejected rows. */
export type Refusal = string;

export interface Offer {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: bigint;
  /** Null if the file has no dates. */
  readonly at: Date | null;
}

/** A line of an invoice or a cancellation; there the quantity is what was returned. */
export interface InvoiceLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceMinor: bigint;
  /** The line is a delivery charge, not goods. */
  readonly isPostage: boolean;
}

/** The fields that every line of an invoice repeats. */
export interface InvoiceHead {
  readonly invoice: string;
  readonly at: Date;
  /** The customer's id in the source; null for a guest. */
  readonly customer: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export const skuPattern = /^[A-Za-z0-9 \-_./]{1,64}$/;
const invoicePattern = /^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$/;
const customerPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/;
const quantityPattern = /^-?\d{1,9}(\.0+)?$/;
const nameCharactersMax = 200;

/** Spreadsheets write whole numbers with a decimal: customer 17850.0 is customer 17850. */
const withoutDecimal = (text: string) => text.replace(/^(\d+)\.0+$/, '$1');

/** Trailing zeros have no meaning: 2.550 is 2.55. */
function withoutZeros(price: string): string {
  if (!price.includes('.')) return price;
  let end = price.length;
  while (price[end - 1] === '0') end -= 1;
  return price.slice(0, price[end - 1] === '.' ? end - 1 : end);
}

const commaDecimal = /^-?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}$/;
const groupedByCommas = /^-?\d{1,3}(,\d{3})+\.\d{1,2}$/;

/** Spreadsheets write numbers as they show them: 1.234,50 and 1,234.50 are 1234.50. */
function plainDecimal(number: string): string {
  if (groupedByCommas.test(number)) return number.replaceAll(',', '');
  return commaDecimal.test(number) ? number.replaceAll('.', '').replace(',', '.') : number;
}

/** Spreadsheet cells may contain line breaks, names may not. */
const onOneLine = (name: string) => name.replace(/[\t\r\n]+/g, ' ');

const isoDate =
  /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
const americanDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** Whether the calendar has the day: JavaScript turns 31 February into a day in March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** A date in ISO 8601 or in the format of American spreadsheets; UTC without a time zone. */
export function dateOf(text: string): Date | null {
  const iso = isoDate.exec(text);
  const american = iso ? null : americanDate.exec(text);
  const day = iso?.[1] ?? (american && americanDay(american));
  if (!day) return null;
  const time = (iso?.[2] ?? american?.[4] ?? '0:00').padStart('00:00'.length, '0');
  const padded = /^\d:/.test(time) ? `0${time}` : time;
  const date = new Date(`${day}T${padded}${iso?.[3] ?? 'Z'}`);
  return isDay(day) && !Number.isNaN(date.getTime()) ? date : null;
}

function americanDay([, month = '', day = '', year = '']: readonly string[]): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A day for dates without a time zone, which are ahead of UTC in the east. */
function pastDateOf(text: string): Date | Refusal {
  const date = dateOf(text);
  if (date === null) return 'malformed_date';
  return date.getTime() > Date.now() + msPerDay ? 'date_in_future' : date;
}

function pricedAt(written: string, currency: string): bigint | Refusal {
  const price = plainDecimal(written);
  if (price === '') return 'no_price';
  if (!/^-?\d{1,12}(\.\d{0,6})?$/.test(price)) return 'malformed_price';
  const minor = minorFromDecimal(withoutZeros(price), currency);
  if (minor === null) return 'price_too_fine';
  if (minor < 0n) return 'negative_price';
  return minor === 0n ? 'no_price' : minor;
}

function quantityOf(text: string): number | null {
  return quantityPattern.test(text) ? Number(text) : null;
}

const cancelled = /^C\d/i;

export const isCancellation = (invoice: string): boolean => cancelled.test(invoice);

/** Why a line of an invoice is no sale; the quantity of a product list is its stock. */
function noSaleOf(field: FieldReader): Refusal | null {
  const invoice = field('invoice');
  const quantity = quantityOf(field('quantity'));
  if (invoice === '') return null;
  if (isCancellation(invoice)) return 'cancellation';
  if (quantity === null) return field('quantity') === '' ? null : 'malformed_quantity';
  return quantity < 0 ? 'stock_adjustment' : null;
}

/** The product and price of a line; returns offer none. */
export function offerOf(field: FieldReader, currency: string): Offer | Refusal {
  const [sku, name] = [field('sku'), onOneLine(field('name'))];
  const charge = chargeOf(sku);
  if (charge !== null) return charge;
  if (!skuPattern.test(sku)) return 'malformed_sku';
  const noSale = noSaleOf(field);
  if (noSale !== null) return noSale;
  const priceMinor = pricedAt(field('price'), currency);
  if (typeof priceMinor === 'string') return priceMinor;
  if (name === '') return 'no_description';
  const at = field('date') === '' ? null : pastDateOf(field('date'));
  if (typeof at === 'string') return at;
  return { sku, name, priceMinor, at };
}

/** The invoice fields of a row. */
export function headOf(field: FieldReader): InvoiceHead | Refusal {
  const invoice = field('invoice');
  if (!invoicePattern.test(invoice)) return 'malformed_invoice';
  const at = pastDateOf(field('date'));
  if (typeof at === 'string') return at;
  const customer = withoutDecimal(field('customer'));
  if (customer !== '' && !customerPattern.test(customer)) return 'malformed_customer';
  if (containsCardNumber(customer)) return 'card_number';
  const country = countryCode(field('country'));
  return { invoice, at, customer: customer === '' ? null : customer.toLowerCase(), country };
}

function nameOf(name: string, sku: string): string | null {
  if (name === '') return sku;
  if (name.length > nameCharactersMax || /\p{Cc}/u.test(name)) return null;
  return name;
}

/** A line that is a purchase. */
export function boughtLineOf(field: FieldReader, currency: string): InvoiceLine | Refusal {
  const sku = field('sku');
  const charge = chargeOf(sku);
  if (charge !== null && charge !== 'postage') return charge;
  if (!skuPattern.test(sku)) return 'malformed_sku';
  const quantity = quantityOf(field('quantity'));
  if (quantity === null || quantity === 0) return 'malformed_quantity';
  if (quantity < 0) return 'stock_adjustment';
  const priceMinor = pricedAt(field('price'), currency);
  if (typeof priceMinor === 'string') return priceMinor;
  const name = nameOf(onOneLine(field('name')), sku);
  if (name === null) return 'malformed_description';
  // Article numbers may look like card numbers, and are the names of lines without one.
  if (name !== sku && containsCardNumber(name)) return 'card_number';
  return { sku, name, quantity, priceMinor, isPostage: charge === 'postage' };
}

/** A line of a cancellation: its quantity is negative, its price is ignored. */
export function returnedLineOf(field: FieldReader): InvoiceLine | Refusal {
  const sku = field('sku');
  const charge = chargeOf(sku);
  if (charge !== null) return charge;
  if (!skuPattern.test(sku)) return 'malformed_sku';
  const quantity = quantityOf(field('quantity'));
  if (quantity === null || quantity >= 0) return 'malformed_quantity';
  return { sku, name: field('name'), quantity: -quantity, priceMinor: 0n, isPostage: false };
}
