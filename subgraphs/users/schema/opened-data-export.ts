import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class OpenedDataExport {
  @Field(() => Int)
  parts: number;

  @Field(() => Int)
  bytes: number;
}
