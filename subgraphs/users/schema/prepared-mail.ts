import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { AccountMailKind } from '../domain/mail';
import type { PreparedMail as Prepared } from '../store/mails';
import { Language } from './language';

@ObjectType({ simpleResolvers: true })
export class PreparedMail implements Prepared {
  @Field(() => String)
  kind: AccountMailKind;

  @Field(() => String)
  to: string;

  @Field(() => Language)
  language: Language;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DateTime)
  accountCreatedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the link ends that disowns the change. Null: the mail has none.',
  })
  disownUntil: Date | null;
}
