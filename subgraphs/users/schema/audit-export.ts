import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('A part of the audit log as JSON Lines.')
export class AuditExport {
  @Field(() => [String], {
    description:
      'One line for each entry: `{ seq, hash, keyId, entry }`; `entry` is null if it was deleted.',
  })
  lines: string[];

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
}

@PlainType('A text with an Ed25519 signature.')
export class AuditSignature {
  @Field(() => String, { description: 'The text that is signed.' })
  signed: string;

  @Field(() => String)
  keyId: string;

  @Field(() => String, { description: 'Public key as PEM (SPKI).' })
  publicKey: string;

  @Field(() => String, { description: 'Signature in Base64.' })
  signature: string;
}
