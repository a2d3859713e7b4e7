import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { SavedViewRow } from '../store/saved-views';

@PlainType(
  'A list as you like to see it: filters, columns and sorting under a name. Visible to you alone.',
)
export class SavedView implements Omit<SavedViewRow, 'userId'> {
  @Field(() => ID, { description: 'Id of the view; it never changes.' })
  id: string;

  @Field(() => String, { description: 'Name of the list in the client, e.g. `orders`.' })
  list: string;

  @Field(() => String, { description: 'Name of the view, unique within its list.' })
  name: string;

  @Field(() => String, {
    description: "The client's filters, columns and sorting, as the client wrote them.",
  })
  query: string;

  @Field(() => DateTime, { description: 'When the view was saved first.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'When the view was saved last.' })
  updatedAt: Date;
}
