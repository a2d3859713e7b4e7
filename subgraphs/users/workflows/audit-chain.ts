import {
  type ChainFault,
  type ChainHead,
  faultOf,
  headText,
  type StoredLink,
} from '../../../platform/audit/chain';
import {
  type HeadFiles,
  isSignedHead,
  type PublishedHead,
} from '../../../platform/audit/head-files';
import type { AuditKeys } from '../../../platform/audit/keys';
import type { AuditFault } from '../schema/audit-chain';
import type { UsersStore } from '../store';
import type { LinkPage, UnkeyedRange } from '../store/audit-chain';
import { acceptanceOf, acceptedBy, acceptedSubject } from './accepted-entries';
import { publishMs } from './audit-heads';

/** A part of the chain, computed again. */
export interface CheckedPiece {
  readonly checked: number;
  /** Null if there was no link. */
  readonly last: ChainHead | null;
  readonly isEnd: boolean;
  readonly faults: readonly AuditFault[];
  /** Published heads that it was compared with. */
  readonly heads: number;
  /**
   * Whether the end of the log has no head although one was due, so that a missing end could not
   * be found.
   */
  readonly isUnpublished: boolean;
}

/** Links of a piece: their hashes are computed in one turn of the event loop. */
const linksPerPiece = 2_000;
const unlinkedMax = 1_000;
/** A head was published for an entry of this age. */
const publishedAfterMs = 2 * publishMs;

const seqOf = (head: string): bigint => BigInt(head.slice(0, head.indexOf(':')));
const ofEntry = (fault: ChainFault, id: string): AuditFault => ({
  fault,
  subject: `audit entry ${id}`,
});
const ofHead = (fault: ChainFault, head: string): AuditFault => ({
  fault,
  subject: `audit head ${head}`,
});

export interface AuditChainDependencies {
  readonly store: UsersStore['auditChain'];
  readonly keys: AuditKeys;
  readonly heads: Pick<HeadFiles, 'all'>;
}

/** Verifies the hash chain of the audit log, against itself and against heads published before. */
export function auditChainCheck({ store, keys, heads }: AuditChainDependencies) {
  const isForged = (head: PublishedHead): boolean =>
    keys.find(head.keyId)?.publicKey !== head.publicKey || !isSignedHead(head);

  /** Ranges of entries without a key that an operator has accepted, in entries with a key. */
  const acceptedRanges = async (): Promise<UnkeyedRange[]> => {
    const pages = await store.linksAbout(acceptedSubject);
    return pages.flatMap(({ before, links }) =>
      links.flatMap((link) => {
        const isGenuine = link.keyId !== null && faultOf(keys, before, link, true) === null;
        return isGenuine ? acceptedBy(link) : [];
      }),
    );
  };

  const faultsOfLinks = async (
    { before, links }: LinkPage,
    firstKeyed: bigint | null,
  ): Promise<AuditFault[]> => {
    const found: { readonly fault: ChainFault; readonly link: StoredLink }[] = [];
    let last = before;
    for (const link of links) {
      const needsKey = firstKeyed !== null && firstKeyed < link.seq;
      const fault = faultOf(keys, last, link, needsKey);
      if (fault !== null) found.push({ fault, link });
      last = link;
    }
    const isUnsigned = found.some(({ fault }) => fault === 'unsigned');
    const ranges = isUnsigned ? await acceptedRanges() : [];
    const isAccepted = ({ seq }: StoredLink) =>
      ranges.some(({ from, through }) => seq >= from && seq <= through);
    return found
      .filter(({ fault, link }) => fault !== 'unsigned' || !isAccepted(link))
      .map(({ fault, link }) => ofEntry(fault, link.entryId));
  };

  /** Faults that show at the end of the chain only. */
  const faultsAtEnd = async (): Promise<AuditFault[]> => {
    const unlinked = await store.unlinked(unlinkedMax);
    return unlinked.map((id) => ofEntry('unlinked', id));
  };

  /** Whether the log is old enough for a published head. */
  const isHeadDue = async (): Promise<boolean> => {
    const { links } = await store.links(0n, 1);
    const [first] = links;
    if (first === undefined) return false;
    return first.entry === null || Date.now() - first.entry.at.getTime() > publishedAfterMs;
  };

  return {
    /** @param given heads that were kept elsewhere, as `NUMBER:HASH`. */
    async check(after: bigint, given: readonly string[]): Promise<CheckedPiece> {
      // The heads are read before the links, which then contain what is published.
      const published = heads.all();
      const page = await store.links(after, linksPerPiece);
      const { links } = page;
      const isEnd = links.length < linksPerPiece;
      const last = links.at(-1);
      const firstKeyed = await store.firstKeyed();
      const isInPiece = (head: string): boolean => {
        const seq = seqOf(head);
        const isBehind = seq > after || after === 0n;
        return isBehind && (isEnd || (last !== undefined && seq <= last.seq));
      };
      // Each day adds a head, and a signature takes CPU: each is verified in one piece only.
      const here = published.filter(({ head }) => isInPiece(head));
      const forged = here.filter(isForged);
      const signed = here.filter((head) => !forged.includes(head)).map(({ head }) => head);
      const due = [...new Set([...signed, ...given.filter(isInPiece)])];
      const stored = new Map(links.map((link) => [link.seq, headText(link)]));
      const cut = due.filter((head) => stored.get(seqOf(head)) !== head);

      const faults = [
        ...(await faultsOfLinks(page, firstKeyed)),
        ...cut.map((head) => ofHead('cut', head)),
        ...forged.map(({ head }) => ofHead('forged_head', head)),
        ...(isEnd ? await faultsAtEnd() : []),
      ];
      // The service covers the links of earlier versions when it starts.
      const isUncovered = isEnd && firstKeyed === null && last !== undefined;
      if (isUncovered && faults.length === 0) faults.push(ofEntry('unsigned', last.entryId));
      const hasHeads = published.length > 0 || given.length > 0;
      const isUnpublished = isEnd && !hasHeads && (await isHeadDue());
      const compared = { heads: due.length, isUnpublished };
      return { checked: links.length, last: last ?? null, isEnd, faults, ...compared };
    },

    /** Accepts the entries that a version without keys has written since. @returns their number. */
    async acceptUnsigned(): Promise<number> {
      const ranges = await acceptedRanges();
      // The newest entry comes first, and accepts what follows the others.
      return store.accept(ranges[0]?.through ?? 0n, acceptanceOf);
    },
  };
}
