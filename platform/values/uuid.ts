import { randomUUID } from 'node:crypto';

/** It is before every other one. RFC 9562, section 5.9. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

const timeCharacters = 12;
const betweenMask = 0x0fff;

/**
 * A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, so that new rows land at the end
 * of an index, and 62 random bits. The 12 bits between them, which the RFC leaves to the maker,
 * carry `hint` (0 to 4095) where one is given: ids of one owner then name their shard.
 */
export function uuidV7(hint?: number): string {
  // Node's randomUUID uses a pool of random bytes, which is cheaper than a call for sixteen bytes.
  const random = randomUUID();
  const time = Date.now().toString(16).padStart(timeCharacters, '0');
  const between =
    hint === undefined ? random.slice(15, 18) : (hint & betweenMask).toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${between}${random.slice(18)}`;
}

const uuidV7Pattern = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** When the UUIDv7 was made, in Unix milliseconds; null if it is another kind of text. */
export function timeOfUuidV7(id: string): number | null {
  const [, high, low] = uuidV7Pattern.exec(id) ?? [];
  return high === undefined ? null : Number.parseInt(`${high}${low}`, 16);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL accepts the text as a uuid; no other text can be an existing id. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
