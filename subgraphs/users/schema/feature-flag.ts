import { Field, ObjectType } from 'type-graphql';
import type { FlagState } from '../../../platform/flags/flags';

@ObjectType({
  simpleResolvers: true,
  description: 'A switch of the running system, as it stands for whoever asks.',
})
export class FeatureFlag implements FlagState {
  @Field(() => String)
  name: string;

  @Field(() => String)
  description: string;

  @Field(() => Boolean)
  isOn: boolean;

  @Field(() => String, { nullable: true, description: 'Which of its variants that is.' })
  variant: string | null;

  @Field(() => String, {
    description: 'Why: `STATIC`, `TARGETING_MATCH`, `SPLIT`, `DISABLED`, `DEFAULT` or `ERROR`.',
  })
  reason: string;

  @Field(() => String, { description: 'Where it comes from: a file, or a flagd.' })
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'For whom no rule says another one; null where the source does not tell.',
  })
  defaultVariant: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The rules, as JSON in flagd's format; null where there are none or none are told.",
  })
  targeting: string | null;
}
