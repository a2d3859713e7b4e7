import { texts } from '../texts';
import { showIncomplete } from './expired';
import { askForPassword } from './new-password';

export function openResetPassword(token: string): void {
  const { title, lead } = texts.reset;
  if (token === '') showIncomplete();
  else askForPassword(token, title, lead);
}
