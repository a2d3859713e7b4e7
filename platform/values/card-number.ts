/**
 * Finds payment card numbers in text, so that none is ever stored: 13 to 19 digits with optional
 * spaces or dashes, an issuer's prefix with a length that this issuer uses, and a correct check
 * digit (Luhn, ISO/IEC 7812-1 annex B).
 */

interface Issuer {
  /** First and last prefix of a range, both of the same number of digits. */
  readonly from: string;
  readonly to: string;
  readonly lengths: readonly number[];
}

const issuer = (prefixes: string, ...lengths: number[]): Issuer => {
  const [from = '', to = from] = prefixes.split('-');
  return { from, to, lengths };
};

/** The issuers' published ranges; wider ranges would reject other numbers. */
const issuers: readonly Issuer[] = [
  issuer('4', 13, 16, 19), // Visa
  issuer('51-55', 16), // Mastercard
  issuer('2221-2720', 16), // Mastercard
  issuer('34', 15), // American Express
  issuer('37', 15), // American Express
  issuer('300-305', 14, 16, 17, 18, 19), // Diners Club
  issuer('3095', 14, 16, 17, 18, 19), // Diners Club
  issuer('36', 14, 15, 16, 17, 18, 19), // Diners Club
  issuer('38-39', 14, 16, 17, 18, 19), // Diners Club
  issuer('3528-3589', 16, 17, 18, 19), // JCB
  issuer('6011', 16, 17, 18, 19), // Discover
  issuer('644-649', 16, 17, 18, 19), // Discover
  issuer('65', 16, 17, 18, 19), // Discover, RuPay
  issuer('62', 16, 17, 18, 19), // UnionPay
  issuer('60', 16), // RuPay
  issuer('81-82', 16), // RuPay, UnionPay
  issuer('508', 16), // RuPay
  issuer('2200-2204', 16, 17, 18, 19), // Mir
  issuer('9792', 16), // Troy
  issuer('5018', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('5019', 16), // Dankort
  issuer('5020', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('5038', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('5893', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('6304', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('6759', 13, 14, 15, 16, 17, 18, 19), // Maestro
  issuer('6761-6763', 13, 14, 15, 16, 17, 18, 19), // Maestro
];

const digitsMin = 13;
const digitsMax = 19;

/** All prefixes of a range begin with the same digit. */
const issuersByFirstDigit = Map.groupBy(issuers, ({ from }) => from.charAt(0));

function hasIssuer(digits: string): boolean {
  const candidates = issuersByFirstDigit.get(digits.charAt(0)) ?? [];
  return candidates.some(({ from, to, lengths }) => {
    if (!lengths.includes(digits.length)) return false;
    const prefix = digits.slice(0, from.length);
    return prefix >= from && prefix <= to;
  });
}

function checkDigitIsRight(digits: string): boolean {
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - place) - 48;
    const weighed = place % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** A UUID (RFC 9562): one in three thousand contains digits that look like a card number. */
const uuids = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/giu;

/** Groups of digits separated by spaces or dashes, a minus among them, of any width. */
const digitGroups = /\d+(?:[\s\p{Pd}\u2212]{1,10}\d+)*/gu;

/** The shortest text that can contain a card number: one character is at most two digits ("㉛"). */
const charactersMin = Math.ceil(digitsMin / 2);

/**
 * Characters that NFKC may turn into ASCII letters, digits or dashes. It leaves accented letters,
 * currencies and these scripts as they are; normalizing a long note of them takes half a millisecond.
 */
export const perhapsAscii =
  /[^\0-\x7f\xa2-\xa5\xc0-\u0131\u20a9-\u20bf\p{sc=Arab}\p{sc=Cyrl}\p{sc=Deva}\p{sc=Grek}\p{sc=Han}\p{sc=Hang}\p{sc=Hebr}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/gu;

const beyondAscii = /[^\0-\x7f]/;
/** Characters without a shape of their own, between which digits look adjacent. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const otherDigit = /(?![0-9])\p{Nd}/gu;
const isDigit = (code: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(code));

/** Digits of all scripts that were seen, some 700 at most. */
const plainDigits = new Map<string, string>();

/** Unicode assigns the ten digits of a script to adjacent codes, and scripts may be adjacent. */
function plainDigit(digit: string): string {
  const known = plainDigits.get(digit);
  if (known !== undefined) return known;
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (isDigit(zero - 1)) zero -= 1;
  const plain = String((code - zero) % 10);
  plainDigits.set(digit, plain);
  return plain;
}

/**
 * Converts digits and dashes of other widths and scripts to ASCII, character by character:
 * normalising a whole text takes quadratic time if it has long runs of combining marks.
 */
function withPlainDigits(text: string): string {
  if (!beyondAscii.test(text)) return text;
  return text
    .replace(invisible, '')
    .replace(perhapsAscii, (character) => character.normalize('NFKC'))
    .replace(otherDigit, plainDigit);
}

/** Whether adjacent groups of digits together are a card number. */
function runHoldsCard(run: string): boolean {
  const groups = run.match(/\d+/g) ?? [];
  const digits = groups.join('');
  let start = 0;
  for (const [first, group] of groups.entries()) {
    let end = start;
    for (let next = first; next < groups.length; next += 1) {
      end += groups[next]?.length ?? 0;
      if (end - start > digitsMax) break;
      if (end - start >= digitsMin && isCard(digits.slice(start, end))) return true;
    }
    start += group.length;
  }
  return false;
}

const isCard = (digits: string): boolean => hasIssuer(digits) && checkDigitIsRight(digits);

/**
 * Whether the text contains a card number, also among other numbers ("2 x 4111 1111 …"). Only whole
 * groups of digits count, so parts of longer numbers and UUIDs do not match. Linear in the length.
 */
export function containsCardNumber(text: string): boolean {
  if (text.length < charactersMin) return false;
  const plain = withPlainDigits(text).replace(uuids, 'uuid');
  for (const [run] of plain.matchAll(digitGroups)) {
    if (run.length >= digitsMin && runHoldsCard(run)) return true;
  }
  return false;
}

const asciiEscape = /%([0-7][0-9a-f])/gi;

/** A URL without its escapes; malformed ones stay. */
function withoutEscapes(url: string): string {
  const spaced = url.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(asciiEscape, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

/** The same for a URL or a query string, in which the spaces between groups of digits are escaped. */
export const urlContainsCardNumber = (url: string): boolean =>
  containsCardNumber(url) || containsCardNumber(withoutEscapes(url));

const mask = '***';

/** The text with `***` in place of card numbers, for logs. */
export function maskCardNumbers(text: string): string {
  if (!containsCardNumber(text)) return text;
  return withPlainDigits(text).replace(digitGroups, (run) => (runHoldsCard(run) ? mask : run));
}
