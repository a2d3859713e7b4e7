import { type SubmitEvent, useEffect, useState } from 'react';
import type { Failure } from '../api/outcome';
import { type Challenge, confirmSecondFactor, type SignInStep, signIn } from '../api/session';
import type { SecondFactorMethod } from '../documents';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/form';
import { FailureNotice } from '../ui/notice';

/** Shown at every address while nobody is signed in; the address is opened afterwards. */
export function SignInPage() {
  const t = useTexts();
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  useEffect(() => {
    document.title = `${t.signIn.title} – ${t.shell.name}`;
  }, [t]);
  const take = async (step: Promise<SignInStep>) => {
    setIsRunning(true);
    setFailure(null);
    const result = await step;
    setIsRunning(false);
    if (result.kind === 'failure') setFailure(result.failure);
    if (result.kind === 'second factor') setChallenge(result.challenge);
  };
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <div>
        <p className="font-medium text-soft">{t.shell.name}</p>
        <h1 className="text-xl font-semibold tracking-tight">
          {challenge ? t.signIn.secondFactor : t.signIn.title}
        </h1>
      </div>
      <FailureNotice failure={failure} title={t.signIn.failed} />
      {challenge ? (
        <SecondFactorForm
          challenge={challenge}
          isRunning={isRunning}
          onStep={take}
          onBack={() => {
            setChallenge(null);
            setFailure(null);
          }}
        />
      ) : (
        <PasswordForm isRunning={isRunning} onStep={take} />
      )}
    </main>
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

function PasswordForm({ isRunning, onStep }: FormProps) {
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
        <Input type="email" name="email" autoComplete="username" required />
      </Field>
      <Field label={t.signIn.password}>
        <Input type="password" name="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" kind="primary" disabled={isRunning}>
        {isRunning ? t.signIn.running : t.signIn.submit}
      </Button>
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
