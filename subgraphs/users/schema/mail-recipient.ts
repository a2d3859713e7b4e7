import { Field, ObjectType } from 'type-graphql';
import { Language } from './language';

@ObjectType({ simpleResolvers: true })
export class MailRecipient {
  @Field(() => String)
  email: string;

  @Field(() => Language)
  language: Language;
}
