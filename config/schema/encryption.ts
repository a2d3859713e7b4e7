import { z } from 'zod';
import { type SecretPath, secretCharactersMin, secretSchema } from './secrets';

const keysSchema = (path: SecretPath) =>
  z
    .strictObject({
      secret: secretSchema(path).describe('encrypts the keys of personal data in this database'),
      formerSecrets: z
        .array(z.string().min(secretCharactersMin))
        .default([])
        .describe('earlier values of secret, until `keys rotate-data` has run'),
    })
    .prefault({});

/** Encryption of personal data in the databases. */
export const encryptionSchema = z
  .strictObject({
    atRest: z
      .boolean()
      .default(true)
      .describe(
        'encrypts e-mail addresses, phone numbers and postal addresses in the databases; off only ' +
          'while a version that cannot read them runs beside this one',
      ),
    users: keysSchema('encryption.users.secret'),
    orders: keysSchema('encryption.orders.secret'),
  })
  .prefault({});

interface KeySecrets {
  readonly secret: string;
  readonly formerSecrets: readonly string[];
}

/** The encrypted databases, each with secrets of its own. */
interface EncryptedDatabases {
  readonly users: KeySecrets;
  readonly orders: KeySecrets;
}

/** How the service with this database encrypts. */
export function dataKeySettings(
  encryption: EncryptedDatabases & { readonly atRest: boolean },
  name: keyof EncryptedDatabases,
) {
  return { name, isOn: encryption.atRest, ...encryption[name] };
}
