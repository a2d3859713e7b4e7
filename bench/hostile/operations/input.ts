import {
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Random } from '../../../platform/testing/random';
import type { Known } from './known';

/** The position of an input value: the root field, and the name of the argument or input field. */
export interface InputSite {
  /** The root field, e.g. `cancelOrder`. */
  readonly field: string;
  /** The argument or input field, e.g. `reason`. */
  readonly name: string;
}

const listMax: Readonly<Record<string, number>> = {
  skus: 250,
  lines: 1_000,
  input: 1_000,
  status: 8,
};
const otherListMax = 5;
const shareOfLongLists = 0.3;

const nothing = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';

/** The kind of object that an `id` argument identifies, by root field. */
const owners: readonly (readonly [RegExp, keyof Known])[] = [
  [/Webhook|webhook/, 'endpointIds'],
  [/ApiKey/, 'keyIds'],
  [/Address$/, 'addressIds'],
  [/^user$|Account$|Sessions$/, 'userIds'],
  [/[oO]rder/, 'orderIds'],
];

const idsByName: Readonly<Record<string, keyof Known>> = {
  sku: 'skus',
  skus: 'skus',
  warehouse: 'warehouses',
  code: 'warehouses',
  userId: 'userIds',
  customerId: 'userIds',
  orderId: 'orderIds',
  endpointId: 'endpointIds',
  deliveryId: 'deliveryIds',
};

/** Maximum length of a text by name; other texts are short. */
const charactersByName: Readonly<Record<string, number>> = {
  note: 2_000,
  reason: 200,
  recipient: 200,
  line1: 200,
  line2: 200,
  city: 100,
  region: 100,
  label: 100,
  description: 300,
  carrier: 100,
  trackingCode: 100,
  name: 100,
};
const alphabets = ['a', 'ä', '€', 'ﷺ', 'e\u0301', '한', '-', '4 ', 'Did you mean '];

/** Generates valid input values that refer to existing objects. */
export class Inputs {
  constructor(
    private readonly random: Random,
    private readonly known: Known,
  ) {}

  of(type: GraphQLInputType, place: InputSite): unknown {
    if (isNonNullType(type)) return this.of(type.ofType, place);
    if (isListType(type)) return this.list(type.ofType, place);
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      return Object.fromEntries(
        fields
          .filter((field) => isRequiredInputField(field) || this.random.chance(0.6))
          .map((field) => [field.name, this.field(field, place)]),
      );
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    return this.scalar(type.name, place);
  }

  private field({ name, type }: GraphQLInputField, { field }: InputSite): unknown {
    return this.of(type, { field, name });
  }

  private list(type: GraphQLInputType, place: InputSite): unknown[] {
    const max = listMax[place.name] ?? otherListMax;
    const isLong = this.random.chance(shareOfLongLists);
    const length = isLong ? max : this.random.int(1, Math.min(max, otherListMax));
    const items = Array.from({ length }, () => this.of(type, place));
    // An order must not repeat a SKU.
    if (place.name !== 'lines') return items;
    const skus = this.random.shuffled(this.known.skus);
    return items.map((item, index) => ({ ...(item as object), sku: skus[index] }));
  }

  private scalar(type: string, place: InputSite): unknown {
    switch (type) {
      case 'Int':
        return this.int(place.name);
      case 'Float':
        return this.random.next();
      case 'Boolean':
        return this.random.chance(0.5);
      case 'ID':
        return this.id(place);
      case 'DateTime':
        return new Date(Date.UTC(2026, 0, this.random.int(1, 365))).toISOString();
      case 'Date':
        return '2026-11-24';
      case 'Decimal':
        return `${this.random.int(0, 500)}.${this.random.int(10, 99)}`;
      case 'Currency':
        return 'EUR';
      case 'CountryCode':
        return this.random.pick(['DE', 'FR', 'NL', 'US', 'JP']);
      case 'EmailAddress':
        return `${'a'.repeat(this.random.int(1, 60))}@example.com`;
      case 'URL':
        return `https://example.com/${'u'.repeat(this.random.int(1, 1_500))}`;
      default:
        return this.text(place);
    }
  }

  private int(name: string): number {
    if (name === 'first') return this.random.int(1, 100);
    if (name === 'days') return this.random.int(1, 30);
    return this.random.int(1, 3);
  }

  private id({ field, name }: InputSite): string {
    const kind = idsByName[name] ?? owners.find(([pattern]) => pattern.test(field))?.[1];
    const values = kind === undefined ? [] : (this.known[kind] as readonly string[]);
    return values.length === 0 || this.random.chance(0.02) ? nothing : this.random.pick(values);
  }

  private text({ field, name }: InputSite): string {
    if (name === 'number') return this.random.pick(this.known.orderNumbers);
    if (name === 'after') return this.random.pick(this.known.cursors[field] ?? ['none']);
    if (name === 'search') return this.random.pick(this.known.words);
    if (name === 'subject' || name === 'actor') return this.random.pick(this.known.subjects);
    if (name === 'token') return this.random.pick(['tok_declined', 'tok_ok', 'tok_review']);
    if (name === 'postalCode') return '10115';
    if (name === 'idempotencyKey') return `key-${this.random.int(1, 2 ** 31)}`;
    const characters = charactersByName[name] ?? 20;
    const alphabet = this.random.pick(alphabets);
    return alphabet.repeat(Math.max(1, Math.floor(characters / alphabet.length)));
  }
}
