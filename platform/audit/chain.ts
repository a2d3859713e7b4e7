import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuditEntry } from './entry';
import type { AuditKey, AuditKeys } from './keys';

/** An entry of the audit log, with its time. */
export interface LoggedEntry extends AuditEntry {
  readonly at: Date;
}

/** The end of the chain, or of a part of it. */
export interface ChainHead {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

/** A link as it is stored; without its entry, if that was deleted. */
export interface StoredLink extends ChainHead {
  readonly entryId: string;
  /** Null for a link of a version without keys, which the database computed. */
  readonly keyId: string | null;
  readonly entry: LoggedEntry | null;
}

/** The head of an empty chain. */
export const emptyChain: ChainHead = { seq: 0n, hash: Buffer.alloc(0) };

/** What is wrong with a link or an entry. */
export const chainFaults = {
  altered: 'the entry, its place or its link is not as it was written',
  removed: 'the entry of a link is gone',
  gap: 'links before this one are gone',
  unsigned: 'a link without a key after the first one with a key',
  unknown_key: 'a link by a key whose secret is not configured',
  unlinked: 'an entry that has no link',
  cut: 'a published head is not in the chain: its end was removed or replaced',
  forged_head: 'a published head whose signature does not match',
  unpublished: 'no published head to compare with: name one with --head',
} as const;

export type ChainFault = keyof typeof chainFaults;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const headText = ({ seq, hash }: ChainHead): string => `${seq}:${hex(hash)}`;

/** Lone surrogates become what the database stores for them. */
export const storable = (entry: LoggedEntry): LoggedEntry => ({
  ...entry,
  actor: entry.actor.toWellFormed(),
  action: entry.action.toWellFormed(),
  subject: entry.subject.toWellFormed(),
  detail: entry.detail?.toWellFormed() ?? null,
});

/** The hash of an entry's link: HMAC-SHA-256 of its number, the link before it and the entry. */
export function linkHash(key: AuditKey, before: ChainHead, entry: LoggedEntry): Buffer {
  const { id, at, actor, action, subject, detail } = entry;
  const place = [String(before.seq + 1n), hex(before.hash)];
  return key.mac(JSON.stringify([...place, id, at.toISOString(), actor, action, subject, detail]));
}

/** The hash of a link of a version without keys; the database's `audit_hash` computes the same. */
function unkeyedHash(before: ChainHead, entry: LoggedEntry): Buffer {
  const { id, at, actor, action, subject, detail } = entry;
  const items = [id, at.toISOString().slice(0, -1), actor, action, subject, detail];
  // The text is what PostgreSQL's json_build_array writes.
  const text = `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
  return createHash('sha256').update(before.hash).update(text).digest();
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/**
 * Compares a link with its entry and with the link before it.
 * @param needsKey whether a link before this one has a key.
 */
export function faultOf(
  keys: AuditKeys,
  before: ChainHead,
  link: StoredLink,
  needsKey: boolean,
): ChainFault | null {
  if (link.entry === null) return 'removed';
  if (link.seq !== before.seq + 1n) return 'gap';
  if (link.keyId === null) {
    if (!isSame(link.hash, unkeyedHash(before, link.entry))) return 'altered';
    return needsKey ? 'unsigned' : null;
  }
  const key = keys.find(link.keyId);
  if (key === null) return 'unknown_key';
  return isSame(link.hash, linkHash(key, before, link.entry)) ? null : 'altered';
}
