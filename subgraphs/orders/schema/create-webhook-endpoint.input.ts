import { Field, InputType } from 'type-graphql';
import { Url } from '../../../platform/graphql/scalars';
import { eventNames } from './webhook-endpoint';

@InputType({ description: 'The properties of a new webhook endpoint.' })
export class WebhookEndpointInput {
  @Field(() => Url, {
    description:
      'Where events are sent, at most 2,048 characters; https in production. Credentials in it and private network addresses are rejected.',
  })
  url: string;

  @Field(() => [String], {
    description: `Names of the events to send, at least one of ${eventNames}.`,
  })
  events: string[];
}
