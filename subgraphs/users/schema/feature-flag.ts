import { Field } from 'type-graphql';
import type { FlagState } from '../../../platform/flags/flags';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('A feature flag of the running system, evaluated for the caller. Visible to ADMIN.')
export class FeatureFlag implements FlagState {
  @Field(() => String, { description: 'Name of the flag in the code, e.g. `registration`.' })
  name: string;

  @Field(() => String, { description: 'What the flag switches on and off, in English.' })
  description: string;

  @Field(() => Boolean, { description: 'Whether the flag is on for the caller.' })
  isOn: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the variant that applies to the caller. Null if the source does not name it.',
  })
  variant: string | null;

  @Field(() => String, {
    description:
      "Why this value applies, in OpenFeature's terms: `STATIC`, `TARGETING_MATCH`, `SPLIT`, `DISABLED`, `DEFAULT` or `ERROR`.",
  })
  reason: string;

  @Field(() => String, { description: 'Where the flag is read from: a file or a flagd server.' })
  source: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Value that `setFeatureFlag` gave it for everybody. Null if the source decides.',
  })
  override: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Variant that applies when no targeting rule matches. Null if the source does not disclose it.',
  })
  defaultVariant: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The targeting rules as JSON text in flagd's format. Null if there are none or the source does not disclose them.",
  })
  targeting: string | null;
}
