import { countedConnectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { PlainType } from '../../../platform/graphql/plain-type';
import { User } from './user';

@PlainType('An account and its position in the list.')
export class UserEdge extends edgeOf(() => User) {}

@PlainType('One page of a list of accounts. Visible to SUPPORT and ADMIN.')
export class UserConnection extends countedConnectionOf(UserEdge) {}
