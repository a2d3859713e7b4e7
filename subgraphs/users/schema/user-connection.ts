import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../platform/graphql/connection';
import { User } from './user';

@ObjectType({ simpleResolvers: true })
export class UserEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => User)
  node: User;
}

/** The totals are thunks: they are counted only when a client asks for them. */
@ObjectType({ simpleResolvers: true })
export class UserConnection {
  @Field(() => [UserEdge])
  edges: UserEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Of all pages; an estimate where totalCountExact is false.' })
  totalCount: () => Promise<number>;

  @Field(() => Boolean)
  totalCountExact: () => Promise<boolean>;
}
