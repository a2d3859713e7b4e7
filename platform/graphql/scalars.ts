import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import {
  GraphQLCountryCode,
  GraphQLCurrency,
  GraphQLDate,
  GraphQLDateTime,
  GraphQLEmailAddress,
} from 'graphql-scalars';
import { textProblem } from '../values/text';

interface TextScalar {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  readonly serialize: (value: unknown) => string;
}

/** A code of the library in upper case, in which it is stored and compared: clients write any case. */
const inUpperCase = (base: GraphQLScalarType) =>
  new GraphQLScalarType({
    ...base.toConfig(),
    parseValue: (value) => String(base.parseValue(value)).toUpperCase(),
    parseLiteral: (node, variables) => String(base.parseLiteral(node, variables)).toUpperCase(),
  });

/** @param nodes the literal, for the path and the location of the error. */
const refused = (message: string, nodes?: ValueNode) => new GraphQLError(message, { nodes });

/** RFC 3339 has four digits for a year; an offset can lead beyond them. */
function withFourDigits(at: Date, node?: ValueNode): Date {
  const year = at.getUTCFullYear();
  if (year >= 0 && year <= 9_999) return at;
  throw refused('DateTime takes an instant of the years 0000 to 9999 in UTC.', node);
}

const inFourDigits = (base: GraphQLScalarType<Date, Date>) =>
  new GraphQLScalarType({
    ...base.toConfig(),
    parseValue: (value) => withFourDigits(base.parseValue(value)),
    parseLiteral: (node, variables) => withFourDigits(base.parseLiteral(node, variables), node),
  });

/** A library scalar under the API's name and description, which serialises to text. */
function scalar(base: GraphQLScalarType, text: TextScalar): GraphQLScalarType {
  return new GraphQLScalarType({
    ...base.toConfig(),
    ...text,
    extensions: {},
    astNode: null,
  });
}

export const DateTime = scalar(inFourDigits(GraphQLDateTime), {
  name: 'DateTime',
  description: 'RFC 3339 instant in UTC, e.g. 2026-11-24T13:36:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

export const CalendarDate = scalar(GraphQLDate, {
  name: 'Date',
  description: 'Calendar day, the full-date of RFC 3339, e.g. 2026-11-24.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
});

export const Currency = scalar(inUpperCase(GraphQLCurrency), {
  name: 'Currency',
  description: 'ISO 4217 currency code, e.g. EUR.',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  serialize: String,
});

export const CountryCode = scalar(inUpperCase(GraphQLCountryCode), {
  name: 'CountryCode',
  description: 'ISO 3166-1 alpha-2 country code, e.g. DE.',
  specifiedByURL: 'https://www.iso.org/iso-3166-country-codes.html',
  serialize: String,
});

export const EmailAddress = scalar(GraphQLEmailAddress, {
  name: 'EmailAddress',
  description: 'E-mail address in the WHATWG format. Upper and lower case count as the same.',
  specifiedByURL: 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address',
  serialize: String,
});

const urlRule = { charactersMax: 8_192, mayLookLikeCard: true };

const textOf = (node: ValueNode): string | null => (node.kind === Kind.STRING ? node.value : null);

function url(value: unknown, node?: ValueNode): URL {
  if (typeof value === 'string' && textProblem(value, urlRule) === null && URL.canParse(value)) {
    return new URL(value);
  }
  throw refused(`URL takes an absolute URL of at most ${urlRule.charactersMax} characters.`, node);
}

export const Url = new GraphQLScalarType({
  name: 'URL',
  description: `Absolute URL in the WHATWG format, at most ${urlRule.charactersMax} characters.`,
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: String,
  parseValue: (value) => url(value),
  parseLiteral: (node) => url(textOf(node), node),
});

const decimalPattern = /^-?\d{1,15}(\.\d{1,6})?$/;

function decimal(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && decimalPattern.test(value)) return value;
  throw refused('Decimal takes a string such as "12.50": up to 15 digits, then up to 6.', node);
}

export const Decimal = new GraphQLScalarType({
  name: 'Decimal',
  description:
    'Exact decimal as a string, scaled to the currency\'s minor unit, e.g. "12.50" (EUR) or "1250" (JPY).',
  serialize: String,
  parseValue: (value) => decimal(value),
  parseLiteral: (node) => decimal(textOf(node), node),
});

/** All scalars of the API by name: the gateway validates variables with the same parsers. */
export const scalars: readonly GraphQLScalarType[] = [
  DateTime,
  CalendarDate,
  Currency,
  CountryCode,
  EmailAddress,
  Url,
  Decimal,
];
