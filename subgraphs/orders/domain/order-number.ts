/** Crockford's base32: no I, L, O or U, to avoid misreading and words. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bitsPerCharacter = 5;
const shardCharacters = 3;
const randomCharacters = 8;

const numberPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;

/** Maximum length of typed input, including spaces and dashes. */
const typedCharactersMax = 64;

function character(value: number): string {
  return alphabet.charAt(value & (alphabet.length - 1));
}

/**
 * A number for people and parcels, such as `3F7-K2M9-QX4P`: the shard in the first three characters,
 * then 40 random bits, so that numbers do not reveal how many orders there are. Two numbers of a
 * shard collide once in 2^40; the database rejects the second, and another one is drawn.
 */
export function orderNumber(shard: number): string {
  let text = '';
  for (let place = shardCharacters - 1; place >= 0; place -= 1) {
    text += character(shard >> (place * bitsPerCharacter));
  }
  const random = crypto.getRandomValues(new Uint8Array(randomCharacters));
  for (const byte of random) text += character(byte);
  return `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}`;
}

/** The shard in a number in canonical form. */
export function shardOfNumber(number: string): number {
  let shard = 0;
  for (const digit of number.slice(0, shardCharacters)) {
    shard = (shard << bitsPerCharacter) | alphabet.indexOf(digit);
  }
  return shard;
}

/** Whether the text is a number in canonical form. */
export function isOrderNumber(text: string): boolean {
  return numberPattern.test(text);
}

/**
 * Converts typed input to canonical form: ignores case, spaces and dashes, and maps letters that are
 * easily misread to digits. Null if it is not a number.
 */
export function readOrderNumber(text: string): string | null {
  if (text.length > typedCharactersMax) return null;
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const number = `${plain.slice(0, 3)}-${plain.slice(3, 7)}-${plain.slice(7)}`;
  return isOrderNumber(number) ? number : null;
}
