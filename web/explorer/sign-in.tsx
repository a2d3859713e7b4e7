import { type FormEvent, type ToggleEvent, useState } from 'react';
import { DemoAccountButtons } from '../theme/demo-account-buttons';
import { accountNameOf, demoAccounts } from '../theme/demo-accounts';
import { accessTokenOf } from './fetcher';
import { keepToken } from './session';

const timeOfDay = new Intl.DateTimeFormat('en', { timeStyle: 'short' });

/** What happens in the panel begins in its first field. */
function focusFirstField({ currentTarget }: ToggleEvent<HTMLDetailsElement>): void {
  if (currentTarget.open) currentTarget.querySelector('input')?.focus();
}

interface FormProps {
  readonly onSubmit: (email: string, password: string) => void;
}

function PasswordForm({ onSubmit }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    onSubmit(String(values.get('email')).trim(), String(values.get('password')));
  };
  return (
    <form className="sign-in" onSubmit={submit}>
      <label>
        E-mail address
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button type="submit">Sign in</button>
      <a href="/account/forgot-password" target="_blank" rel="noreferrer">
        Forgot password?
      </a>
    </form>
  );
}

/** Moves the focus from a button that is about to go to the first way to sign in. */
function focusSignIn(button: HTMLElement): void {
  button.closest('section')?.querySelector<HTMLElement>('button, summary')?.focus();
}

/** Signs in through the API; every tab sends the token from then on. */
export function SignIn() {
  const demo = demoAccounts();
  const [status, setStatus] = useState('');
  const [isSignedIn, setIsSignedIn] = useState(false);
  const keep = (token: string | null) => {
    keepToken(token);
    setIsSignedIn(token !== null);
  };
  const signIn = async (email: string, password: string) => {
    setStatus(`Signing in as ${accountNameOf(email)} …`);
    try {
      const { accessToken, accessTokenExpiresAt } = await accessTokenOf(email, password);
      keep(accessToken);
      const until = timeOfDay.format(new Date(accessTokenExpiresAt));
      setStatus(`Signed in as ${accountNameOf(email)} until ${until}, in every tab.`);
    } catch (error) {
      setStatus((error as Error).message);
    }
  };
  return (
    <section>
      <h3>Sign in</h3>
      {demo && (
        <DemoAccountButtons
          demo={demo}
          onChosen={(email, password) => void signIn(email, password)}
        />
      )}
      <details onToggle={focusFirstField}>
        <summary>With an account of your own</summary>
        <PasswordForm onSubmit={(email, password) => void signIn(email, password)} />
      </details>
      <p role="status">{status}</p>
      {isSignedIn && (
        <button
          type="button"
          onClick={({ currentTarget }) => {
            focusSignIn(currentTarget);
            keep(null);
            setStatus('Signed out.');
          }}
        >
          Sign out
        </button>
      )}
    </section>
  );
}
