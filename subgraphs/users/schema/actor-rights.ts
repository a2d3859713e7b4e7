import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { Scope } from './api-key';
import { Role } from './role';

@PlainType()
export class ActorRights {
  @Field(() => [Role], { description: 'Roles of the account, or of the owner of the key.' })
  roles: Role[];

  @Field(() => [Scope], {
    description: "Scopes of the key that its owner's roles allow. Empty for a person.",
  })
  scopes: Scope[];

  @Field(() => Boolean, {
    description: 'Whether the token is of an earlier generation of the account.',
  })
  hasEnded: boolean;
}
