import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { Language } from './language';

@PlainType()
export class MailRecipient {
  @Field(() => String)
  email: string;

  @Field(() => Language)
  language: Language;
}
