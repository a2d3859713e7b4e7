import { randomBytes } from 'node:crypto';

/**
 * A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, so that new rows land at the end
 * of an index, and 62 random bits. The 12 bits between them, which the RFC leaves to the maker,
 * carry `hint` (0 to 4095) where one is given: ids of one owner then name their shard.
 */
export function uuidV7(hint?: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  const between = hint ?? bytes.readUInt16BE(6);
  bytes.writeUInt16BE(0x7000 | (between & 0x0fff), 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL would take the text as a uuid; anything else names nothing that exists. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
