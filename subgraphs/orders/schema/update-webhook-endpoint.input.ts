import { Field, InputType } from 'type-graphql';
import { Url } from '../../../platform/graphql/scalars';

@InputType({
  description: 'Changes of one endpoint. Fields that are left out or null stay as they are.',
})
export class UpdateWebhookEndpointInput {
  @Field(() => Url, {
    nullable: true,
    description: 'New URL, under the same rules as for a new endpoint.',
  })
  url?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The complete new list of event names, at least one.',
  })
  events?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True enables the endpoint and sends waiting deliveries at once. False makes them wait; events that happen until it is enabled are never sent.',
  })
  enabled?: boolean | null;
}
