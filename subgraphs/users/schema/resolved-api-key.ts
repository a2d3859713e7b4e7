import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { Scope } from './api-key';
import { Role } from './role';

@PlainType()
export class ResolvedApiKey {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Id of the secret that was sent, for `actorRights`.' })
  secretId: string;

  @Field(() => ID)
  userId: string;

  @Field(() => [Role], { description: 'Present roles of the owner.' })
  roles: Role[];

  @Field(() => [Scope], { description: "Scopes of the key that its owner's roles allow." })
  scopes: Scope[];

  @Field(() => Int, {
    nullable: true,
    description: "Requests a minute that the key may send, as far as its owner's roles allow.",
  })
  quotaPerMinute: number | null;

  @Field(() => DateTime, { nullable: true })
  goodUntil: Date | null;
}
