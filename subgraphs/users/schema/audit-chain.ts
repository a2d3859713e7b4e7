import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'A part of the hash chain over the audit log, computed again.',
})
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
    description: 'The newest link of the piece: its number and hash, to be noted elsewhere.',
  })
  head: string | null;

  @Field(() => [ID], {
    description: 'Entries that are not as they were written, are gone, or came in past the chain.',
  })
  broken: string[];
}
