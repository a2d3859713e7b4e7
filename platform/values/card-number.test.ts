import { describe, expect, it } from 'vitest';
import {
  containsCardNumber,
  maskCardNumbers,
  perhapsAscii,
  urlContainsCardNumber,
} from './card-number';

/** Numbers that the issuers publish for tests. */
const cards = {
  Visa: '4111111111111111',
  'Visa of 13 digits': '4222222222222',
  Mastercard: '5555555555554444',
  'Mastercard of the 2 series': '2223003122003222',
  'American Express': '378282246310005',
  'Diners Club': '30569309025904',
  'Diners Club 36': '36227206271667',
  JCB: '3530111333300000',
  Discover: '6011111111111117',
  UnionPay: '6200000000000005',
  'UnionPay of 19 digits': '6205500000000000004',
  Maestro: '6759649826438453',
  Mir: '2200000000000004',
};

describe('containsCardNumber', () => {
  it.each(Object.entries(cards))('finds a %s card', (_issuer, number) => {
    expect(containsCardNumber(number)).toBe(true);
  });

  it.each([
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111 - 1111 - 1111 - 1111',
    '4111–1111–1111–1111',
    '4111\u00a01111\u00a01111\u00a01111',
    '４１１１１１１１１１１１１１１１',
    '㊶⑪⑪⑪⑪⑪⑪⑪', // two digits a character
    'my card is 4111111111111111, thanks',
    'card:4111111111111111.',
    'x4111111111111111y',
    '2 of 4111 1111 1111 1111 by 12/27',
    '2 4111 1111 1111 1111 12',
    '3782 822463 10005',
    '4111    1111    1111    1111',
    '4111 -- 1111 -- 1111 -- 1111',
    '4111\u22121111\u22121111\u22121111', // minus
    '4111\u200b1111\u200b1111\u200b1111', // spaces of no width
    '4111\u00ad1111\u00ad1111\u00ad1111', // soft hyphens
    '4111\u2060 1111\u200e 1111 1111',
    '٤١١١ ١١١١ ١١١١ ١١١١',
    '४१११११११११११११११',
  ])('finds the card number in %j', (text) => {
    expect(containsCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    'nothing',
    '4111111111111112', // wrong check digit
    '411111111111111', // a Visa has no 15 digits
    '9111111111111111', // nobody's prefix
    '0000000000000000',
    '00340434161094042557', // a parcel of 20 digits
    '41111111111111110000', // within a longer number
    '4111/1111/1111/1111',
    '+49 30 901820',
    '0193f2a0-7c1e-7000-8000-4111a1111111',
    'buyer-46297689-1972-4e23-b832-72624df6e5b5@example.com', // passes by chance, as a number
    '2026-11-24 13:36:00',
    'DE89370400440532013000',
  ])('lets %j pass', (text) => {
    expect(containsCardNumber(text)).toBe(false);
  });

  it.each([
    ['single digits', '1 '.repeat(450_000)],
    ['digits that begin like a Visa card', '4-'.repeat(450_000)],
    ['combining marks', `a${'\u0301\u0316'.repeat(450_000)}`],
    ['digits of another width', '４ '.repeat(450_000)],
    ['digits of another script', '४ '.repeat(450_000)],
    ['invisible characters', '4\u200b'.repeat(450_000)],
    ['digits far apart', '4         '.repeat(90_000)],
    ['beginnings of a UUID', '0193f2a0-7c1e-'.repeat(64_000)],
  ])('takes no time over a long text of %s', (_kind, text) => {
    const started = process.cpuUsage();
    expect(containsCardNumber(text)).toBe(false);
    // The CPU time of this process: the clock also counts what else the machine does.
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });
});

/** Han numerals are words, as "four" is. */
const isOfDigits = (system: string): boolean => system !== 'hanidec';

it.each(Intl.supportedValuesOf('numberingSystem').filter(isOfDigits))(
  'reads the digits of the numbering system %s',
  (numberingSystem) => {
    const { format } = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false });
    const number = [...'4111111111111111'].map((digit) => format(Number(digit))).join('');
    expect(containsCardNumber(number)).toBe(true);
  },
);

describe('urlContainsCardNumber', () => {
  it.each([
    'https://carrier.example/4111111111111111',
    'https://carrier.example/4111%201111%201111%201111',
    'https://carrier.example/?card=4111+1111+1111+1111',
    'https://carrier.example/?card=4111%2D1111%2d1111%2D1111',
    'https://carrier.example/?card=4111%E2%80%931111%E2%80%931111%E2%80%931111',
    'https://carrier.example/%34111111111111111',
    'https://carrier.example/%zz/4111%201111%201111%201111',
  ])('finds the card number in %s', (url) => {
    expect(urlContainsCardNumber(url)).toBe(true);
  });

  it.each([
    'https://carrier.example/4111%2F1111%2F1111%2F1111',
    'https://carrier.example/?id=00340434161094042557',
    'https://carrier.example/%zz',
  ])('lets %s pass', (url) => {
    expect(urlContainsCardNumber(url)).toBe(false);
  });
});

describe('maskCardNumbers', () => {
  it.each([
    ['card 4111 1111 1111 1111, thanks', 'card ***, thanks'],
    ['x4111111111111111y', 'x***y'],
    ['a 5555-5555-5555-4444 b 378282246310005', 'a *** b ***'],
    ['2026-11-24 13:36:00', '2026-11-24 13:36:00'],
    ['nothing', 'nothing'],
    ['card 4111\u200b1111\u200b1111\u200b1111 and ٤١١١١١١١١١١١١١١١', 'card *** and ***'],
  ])('turns %j into %j', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });
});

it('normalizes every character that NFKC turns into a digit, a letter or a separator', () => {
  const missed: string[] = [];
  for (let code = 0x80; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (character.search(perhapsAscii) === 0) continue;
    const plain = character.normalize('NFKC');
    if (plain !== character && /[\da-z\p{Pd}]|\s$/iu.test(plain)) missed.push(character);
  }
  expect(missed).toEqual([]);
});
