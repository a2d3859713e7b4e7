import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class RefusedProduct {
  @Field(() => Int, { description: 'Which row of the call, from 0.' })
  index: number;

  @Field(() => String, { description: 'As in a refusal of upsertProducts.' })
  code: string;
}

@ObjectType({ simpleResolvers: true })
export class ImportedProducts {
  @Field(() => Int)
  created: number;

  @Field(() => Int, { description: 'Had another name or price, from an older line.' })
  updated: number;

  @Field(() => [RefusedProduct])
  refused: RefusedProduct[];
}
