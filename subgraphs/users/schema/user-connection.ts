import { ObjectType } from 'type-graphql';
import { countedConnectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { User } from './user';

@ObjectType({ simpleResolvers: true, description: 'An account and its position in the list.' })
export class UserEdge extends edgeOf(() => User) {}

@ObjectType({
  simpleResolvers: true,
  description: 'One page of a list of accounts. Visible to SUPPORT and ADMIN.',
})
export class UserConnection extends countedConnectionOf(
  () => UserEdge,
  () => User,
) {}
