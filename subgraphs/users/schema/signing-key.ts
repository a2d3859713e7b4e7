import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType()
export class NextSigningKey {
  @Field(() => ID)
  kid: string;

  @Field(() => DateTime)
  signsFrom: Date;
}

@PlainType('The public half of a key that signs tokens.')
export class SigningKey {
  @Field(() => ID)
  kid: string;

  @Field(() => String, { description: 'Public key as JSON text (RFC 7517).' })
  publicJwk: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the last token that it signed expires; null while it signs.',
  })
  notAfter: Date | null;
}
