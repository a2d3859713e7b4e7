import { registerEnumType } from 'type-graphql';
import { Language } from '../../../prisma/users/generated/enums';

registerEnumType(Language, {
  name: 'Language',
  description: 'A language of the mails to an account.',
  valuesConfig: {
    EN: { description: 'English, the default of accounts that have not chosen a language.' },
    DE: { description: 'German, for accounts whose owner has chosen it.' },
  },
});

export { Language };
