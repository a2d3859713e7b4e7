import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@ObjectType({ simpleResolvers: true })
export class NextSigningKey {
  @Field(() => ID)
  kid: string;

  @Field(() => DateTime)
  signsFrom: Date;
}

@ObjectType({ simpleResolvers: true, description: 'The public half of a key that signs tokens.' })
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
