import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@ObjectType({
  simpleResolvers: true,
  description: 'An export of everything that is stored about the caller.',
})
export class PersonalData {
  @Field(() => String, {
    description:
      'The data as JSON text. If `ordersComplete` in it is false, `requestDataExport` prepares all orders as a file.',
  })
  json: string;

  @Field(() => DateTime, { description: 'When the export was created.' })
  createdAt: Date;
}
