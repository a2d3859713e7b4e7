import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import { Scope } from './api-key';
import { Role } from './role';

@ObjectType({ simpleResolvers: true })
export class ResolvedApiKey {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Names the secret that was sent, for `actorRights`.' })
  secretId: string;

  @Field(() => ID)
  userId: string;

  @Field(() => [Role], { description: 'Those of its owner now.' })
  roles: Role[];

  @Field(() => [Scope], { description: "Its own, cut by its owner's roles." })
  scopes: Scope[];

  @Field(() => Int, { nullable: true, description: "Its own, cut by its owner's roles." })
  quotaPerMinute: number | null;

  @Field(() => DateTime, { nullable: true })
  goodUntil: Date | null;
}
