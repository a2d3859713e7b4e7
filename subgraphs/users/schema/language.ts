import { describeEnum } from '../../../platform/graphql/describe-enum';
import { Language } from '../../../prisma/users/generated/enums';

describeEnum(Language, 'Language', 'A language of the mails to an account.', {
  EN: 'English, the default of accounts that have not chosen a language.',
  DE: 'German, for accounts whose owner has chosen it.',
});

export { Language };
