import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ActorKeyInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Id of the secret that was sent, from resolveApiKey.' })
  secretId: string;
}
