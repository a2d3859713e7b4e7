import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType('An export of everything that is stored about the caller.')
export class PersonalData {
  @Field(() => String, {
    description:
      'The data as JSON text. If `ordersComplete` in it is false, `requestDataExport` prepares all orders as a file.',
  })
  json: string;

  @Field(() => DateTime, { description: 'When the export was created.' })
  createdAt: Date;
}
