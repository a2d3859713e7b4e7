import { InvalidArgumentError } from '@commander-js/extra-typings';
import { isSubgraphName, subgraphNames } from '../../config/subgraphs';
import { isCurrency } from '../../platform/values/money';

/** Parses a number above 0 and at most `most`. */
export function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && value <= most) return value;
    const limit = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : '';
    throw new InvalidArgumentError(`Expected a number above 0${limit}.`);
  };
}

/** Parses a whole number from 1 to `most`. */
export function countUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = numberUpTo(most)(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('Expected a whole number.');
  };
}

/** Collects the values of an option that may be repeated. */
export const repeated = (text: string, earlier: readonly string[] = []): string[] => [
  ...earlier,
  text,
];

/** Parses names that commas separate; the option may be repeated. */
export const namesOf = (text: string, earlier: readonly string[] = []): string[] => [
  ...earlier,
  ...text.split(',').map((name) => name.trim()),
];

/** A URL of a server. */
export const httpUrl = (text: string): string => {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new InvalidArgumentError('Expected a URL such as https://api.example.com.');
};

/** A code of ISO 4217 that exists: amounts are stored with the decimals of their currency. */
export function currency(text: string): string {
  if (isCurrency(text)) return text;
  throw new InvalidArgumentError('Expected a currency such as GBP.');
}

const shardDatabasePattern = /^orders-\d{1,4}$/;

/** Collects the names of databases: those of subgraphs, and those with shards of orders. */
export function databases(text: string, earlier: readonly string[] = []): string[] {
  if (isSubgraphName(text) || shardDatabasePattern.test(text)) return repeated(text, earlier);
  const names = subgraphNames.join(', ');
  throw new InvalidArgumentError(`Expected ${names}, or one with shards such as orders-2.`);
}
