import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Resolved by inventory. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "code", resolvable: false)')
export class Warehouse {
  @Field(() => ID)
  code: string;
}
