import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ActorKeyInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Which of its secrets was sent, as resolveApiKey says.' })
  secretId: string;
}
