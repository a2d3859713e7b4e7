import { Field, ID, InputType } from 'type-graphql';

@InputType({
  description: 'Changes of one warehouse. Fields that are left out or null stay as they are.',
})
export class UpdateWarehouseInput {
  @Field(() => ID, { description: 'Code of the warehouse to change, in any case.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'New name of the warehouse for people, 1 to 200 characters.',
  })
  name?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False closes the warehouse, true reopens it. Its reserved units stay reserved.',
  })
  active?: boolean | null;
}
