import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Orders belong to another room; this one adds where their units are held. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Order {
  @Field(() => ID)
  id: string;
}
