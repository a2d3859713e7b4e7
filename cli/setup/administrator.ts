import { rmSync, statSync, writeFileSync } from 'node:fs';
import qrcode from 'qrcode-generator';
import { replaceFile } from '../../platform/process/replace-file';
import { CommandError } from '../program/exit-codes';

/** What the first administrator needs to sign in; shown once. */
export interface NewAdministrator {
  readonly email: string;
  /** Null if the administrator has chosen it. */
  readonly password: string | null;
  readonly secret: string;
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
}

const ownerOnly = 0o600;

/** A QR code that a terminal shows, two rows of squares a line. */
function qrCode(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  return code.createASCII(1, 2);
}

function linesOf({ email, password, secret, uri, recoveryCodes }: NewAdministrator): string[] {
  return [
    `Account          ${email}`,
    ...(password === null ? [] : [`Password         ${password}`]),
    `Authenticator    ${secret}`,
    `                 ${uri}`,
    'Recovery codes, each for one sign-in without the authenticator:',
    ...recoveryCodes.map((code) => `  ${code}`),
  ];
}

/** The text for a terminal, which has the secret as a QR code, too. */
export const shownAdministrator = (created: NewAdministrator): string =>
  [qrCode(created.uri), ...linesOf(created), ''].join('\n');

/** The file for the secrets of the administrator, which exists before the account does. */
export interface AdministratorFile {
  readonly path: string;
  write(created: NewAdministrator): void;
  /** Removes the file that was not needed. */
  remove(): void;
}

/** @throws CommandError if the file exists: it may have the only copy of an account's secrets. */
export function openAdministratorFile(path: string): AdministratorFile {
  // A call that was interrupted has left an empty one.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new CommandError(
      `${path} has the secrets of an account that was created earlier. Move them into a password manager, delete the file, and call setup again.`,
    );
  }
  rmSync(path, { force: true });
  writeFileSync(path, '', { mode: ownerOnly, flag: 'wx' });
  return {
    path,
    write: (created) => replaceFile(path, [...linesOf(created), ''].join('\n'), ownerOnly),
    remove: () => rmSync(path),
  };
}
