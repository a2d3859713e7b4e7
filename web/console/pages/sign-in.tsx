import { useEffect } from 'react';
import { useHasSessionEnded, useViewer } from '../api/hooks';
import { useTexts } from '../texts/texts';
import { SignInForm, useSignIn } from '../ui/sign-in';

/** Shown at every address while nobody is signed in; the address is opened afterwards. */
export function SignInPage() {
  const t = useTexts();
  const signingIn = useSignIn();
  const viewer = useViewer();
  const hasEnded = useHasSessionEnded();
  useEffect(() => {
    const before = document.title;
    document.title = `${t.signIn.title} – ${t.shell.name}`;
    return () => {
      document.title = before;
    };
  }, [t]);
  return (
    <main className="mx-auto flex min-h-[calc(100dvh-var(--bar))] w-full max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <div>
        <p className="font-medium text-soft">{t.shell.name}</p>
        <h1 className="text-xl font-semibold tracking-tight">
          {signingIn.challenge ? t.signIn.secondFactor : t.signIn.title}
        </h1>
        {hasEnded && viewer && <p className="mt-1 text-soft">{t.signIn.ended(viewer.name)}</p>}
      </div>
      <SignInForm signingIn={signingIn} />
    </main>
  );
}
