import { type SubmitEvent, useState } from 'react';
import { accountNameOf, demoAccounts } from '../../theme/demo-accounts';
import { useViewer } from '../api/hooks';
import type { Failure } from '../api/outcome';
import { type Challenge, confirmSecondFactor, type SignInStep, signIn } from '../api/session';
import type { SecondFactorMethod } from '../generated/documents';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field, Input } from './form';
import { FailureNotice } from './notice';

interface SigningIn {
  /** Null until the password was right. */
  readonly challenge: Challenge | null;
  readonly failure: Failure | null;
  readonly isRunning: boolean;
  take(step: Promise<SignInStep>): Promise<void>;
  back(): void;
}

export function useSignIn(onSignedIn?: () => void): SigningIn {
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  return {
    challenge,
    failure,
    isRunning,
    take: async (step) => {
      setIsRunning(true);
      setFailure(null);
      const result = await step;
      setIsRunning(false);
      if (result.kind === 'failure') setFailure(result.failure);
      if (result.kind === 'second factor') setChallenge(result.challenge);
      if (result.kind === 'signed in') onSignedIn?.();
    },
    back: () => {
      setChallenge(null);
      setFailure(null);
    },
  };
}

interface SignInFormProps {
  readonly signingIn: SigningIn;
  /** The account to sign in; asked for, if left out. */
  readonly email?: string;
}

export function SignInForm({ signingIn, email }: SignInFormProps) {
  const t = useTexts();
  const { challenge, failure, isRunning, take, back } = signingIn;
  const isOffering = challenge === null && email === undefined;
  return (
    <>
      <FailureNotice failure={failure} title={t.signIn.failed} />
      {isOffering && <DemoAccounts isRunning={isRunning} onStep={take} />}
      {challenge ? (
        <SecondFactorForm challenge={challenge} isRunning={isRunning} onStep={take} onBack={back} />
      ) : (
        <PasswordForm email={email} isRunning={isRunning} onStep={take} />
      )}
    </>
  );
}

interface SignInAgainProps {
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}

/** Signs in the viewer again, for what needs a recent sign-in. */
export function SignInAgain({ onClose, onSignedIn }: SignInAgainProps) {
  const t = useTexts();
  const viewer = useViewer();
  const signingIn = useSignIn(onSignedIn);
  const title = signingIn.challenge ? t.signIn.secondFactor : t.signIn.again;
  return (
    <Dialog isOpen onClose={onClose} title={title} description={t.signIn.againLead}>
      <SignInForm signingIn={signingIn} email={viewer?.email} />
    </Dialog>
  );
}

interface FormProps {
  readonly isRunning: boolean;
  readonly onStep: (step: Promise<SignInStep>) => void;
}

function valuesOf(event: SubmitEvent<HTMLFormElement>): Record<string, string> {
  event.preventDefault();
  const entries = [...new FormData(event.currentTarget)];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** The same function at each render, so that the focus moves once. */
const focusNow = (input: HTMLInputElement | null) => input?.focus();

/** Signs in an account of the demo shop, where there is one. */
function DemoAccounts({ isRunning, onStep }: FormProps) {
  const t = useTexts();
  const demo = demoAccounts();
  if (demo === null) return null;
  return (
    <>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-2 font-medium">{t.signIn.demo}</legend>
        {demo.emails.map((email) => (
          <Button
            key={email}
            title={email}
            disabled={isRunning}
            onClick={() => onStep(signIn(email, demo.password))}
          >
            {accountNameOf(email)}
          </Button>
        ))}
      </fieldset>
      <h2 className="-mb-3 font-medium">{t.signIn.own}</h2>
    </>
  );
}

interface PasswordFormProps extends FormProps {
  readonly email: string | undefined;
}

function PasswordForm({ email: known, isRunning, onStep }: PasswordFormProps) {
  const t = useTexts();
  return (
    <form
      className="card flex flex-col gap-4 p-5"
      onSubmit={(event) => {
        const { email = '', password = '' } = valuesOf(event);
        onStep(signIn(email, password));
      }}
    >
      <Field label={t.signIn.email}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          ref={known === undefined ? focusNow : undefined}
          required
          readOnly={known !== undefined}
          defaultValue={known}
        />
      </Field>
      <Field label={t.signIn.password}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          ref={known === undefined ? undefined : focusNow}
          required
        />
      </Field>
      <Button type="submit" kind="primary" disabled={isRunning}>
        {isRunning ? t.signIn.running : t.signIn.submit}
      </Button>
      {/* What is behind a dialog stays open. */}
      <a
        className="link self-start"
        href="/account/forgot-password"
        target={known === undefined ? undefined : '_blank'}
        rel="noreferrer"
      >
        {t.signIn.forgot}
      </a>
    </form>
  );
}

interface SecondFactorFormProps extends FormProps {
  readonly challenge: Challenge;
  readonly onBack: () => void;
}

function SecondFactorForm({ challenge, isRunning, onStep, onBack }: SecondFactorFormProps) {
  const t = useTexts();
  const [method, setMethod] = useState<SecondFactorMethod>(challenge.methods[0] ?? 'TOTP');
  const other = challenge.methods.find((one) => one !== method);
  return (
    <form
      className="card flex flex-col gap-4 p-5"
      onSubmit={(event) => {
        onStep(confirmSecondFactor(challenge, method, (valuesOf(event).code ?? '').trim()));
      }}
    >
      <Field label={t.signIn.methods[method]} hint={t.signIn.methodHints[method]}>
        <Input
          key={method}
          name="code"
          autoComplete="one-time-code"
          inputMode={method === 'TOTP' ? 'numeric' : 'text'}
          ref={focusNow}
          required
        />
      </Field>
      <Button type="submit" kind="primary" disabled={isRunning}>
        {isRunning ? t.signIn.running : t.signIn.confirm}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="quiet" onClick={onBack}>
          {t.signIn.back}
        </Button>
        {other && (
          <Button kind="quiet" onClick={() => setMethod(other)}>
            {t.signIn.instead[other]}
          </Button>
        )}
      </div>
    </form>
  );
}
