import { Field, ID, Int } from 'type-graphql';
import type { ChainFault } from '../../../platform/audit/chain';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('A fault of the hash chain of the audit log.')
export class AuditFault {
  @Field(() => String, { description: 'A key of `chainFaults` in `platform/audit/chain.ts`.' })
  fault: ChainFault;

  @Field(() => String, {
    description: 'The entry, as `audit entry ID`, or the published head, as `head NUMBER:HASH`.',
  })
  subject: string;
}

@PlainType('A part of the hash chain over the audit log, computed again.')
export class AuditChain {
  @Field(() => Int)
  checked: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The `after` of the next piece; null at the end.',
  })
  next: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The newest link of the piece: its number and hash.',
  })
  head: string | null;

  @Field(() => [AuditFault])
  faults: AuditFault[];

  @Field(() => Int, { description: 'Published heads that this piece was compared with.' })
  heads: number;

  @Field(() => Boolean, {
    description:
      'Whether the end of the log has no published head to compare with, although one was due.',
  })
  unpublished: boolean;
}
