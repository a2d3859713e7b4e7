/** Crockford's base32: no I, L, O or U, so that nothing is misread or spells a word. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bitsPerCharacter = 5;
const shardCharacters = 3;
const randomCharacters = 8;

const numberPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;

/** A number, with room for spaces and dashes wherever people put them. */
const typedCharactersMax = 64;

function character(value: number): string {
  return alphabet.charAt(value & (alphabet.length - 1));
}

/**
 * A number for people and parcels, such as `3F7-K2M9-QX4P`: the shard in the first three
 * characters, then 40 random bits, so that numbers tell nothing about how many orders there are.
 * Two of one shard may clash once in 2^40; the database refuses the second, which is drawn anew.
 * @param random eight bytes; other ones each time when left out.
 */
export function orderNumber(
  shard: number,
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(randomCharacters)),
): string {
  let text = '';
  for (let place = shardCharacters - 1; place >= 0; place -= 1) {
    text += character(shard >> (place * bitsPerCharacter));
  }
  for (const byte of random) text += character(byte);
  return `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}`;
}

/** Whether the text is written exactly as `orderNumber` writes. */
export function isOrderNumber(text: string): boolean {
  return numberPattern.test(text);
}

/**
 * What a person typed, as `orderNumber` would have written it: case, spaces and dashes do not
 * count, and the letters that are easily misread stand for their digits. Null when it is none.
 */
export function readOrderNumber(text: string): string | null {
  if (text.length > typedCharactersMax) return null;
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const number = `${plain.slice(0, 3)}-${plain.slice(3, 7)}-${plain.slice(7)}`;
  return isOrderNumber(number) ? number : null;
}

/** The shard that a number names. */
export function shardOfNumber(number: string): number {
  return [...number.slice(0, shardCharacters)].reduce(
    (value, each) => (value << bitsPerCharacter) | alphabet.indexOf(each),
    0,
  );
}
