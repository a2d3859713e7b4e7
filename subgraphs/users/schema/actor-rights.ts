import { Field, ObjectType } from 'type-graphql';
import { Scope } from './api-key';
import { Role } from './role';

@ObjectType({ simpleResolvers: true })
export class ActorRights {
  @Field(() => [Role], { description: 'Of the account, or of the owner of the key.' })
  roles: Role[];

  @Field(() => [Scope], { description: "Of the key, cut by its owner's roles. None of a person." })
  scopes: Scope[];

  @Field(() => Boolean, { description: 'The token is of an earlier generation of the account.' })
  hasEnded: boolean;
}
