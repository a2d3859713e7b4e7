import { Field, InputType } from 'type-graphql';
import type { SavedViewFields } from '../domain/saved-view';

@InputType({ description: 'A view of a list to save.' })
export class SaveViewInput implements SavedViewFields {
  @Field(() => String, {
    description:
      'Name of the list in the client, e.g. `orders`: 1 to 64 lower-case letters, digits and hyphens.',
  })
  list: string;

  @Field(() => String, {
    description: 'Name of the view, 1 to 80 characters, unique within its list.',
  })
  name: string;

  @Field(() => String, {
    description:
      'Filters, columns and sorting as text of the client, e.g. a query string; at most 4,000 characters.',
  })
  query: string;
}
