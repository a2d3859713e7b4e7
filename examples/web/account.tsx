import { Login, Me, Orders, Register } from '@orderprocessing/client';
import { type FormEvent, useEffect, useState } from 'react';
import { DemoAccountButtons } from '../../web/theme/demo-account-buttons';
import { demoAccounts } from '../../web/theme/demo-accounts';
import { Button, Field, Problem, Title, useLoaded, Waiting } from './parts';
import { go, hrefOf, type Place } from './router';
import { client, failureText, priceText } from './shop';

/** Undefined until it is known. */
export function useSignedIn(): boolean | undefined {
  const [isSignedIn, setSignedIn] = useState<boolean>();
  useEffect(() => {
    const leaving = new AbortController();
    const read = () =>
      client.sessions.read().then((session) => {
        if (!leaving.signal.aborted) setSignedIn(session !== null);
      });
    void read();
    client.sessions.onChange((session) => setSignedIn(session !== null), leaving.signal);
    addEventListener('storage', () => void read(), { signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return isSignedIn;
}

const textIn = (form: HTMLFormElement) => {
  const data = new FormData(form);
  return (name: string) => String(data.get(name) ?? '').trim();
};

interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The name of a new account; absent if there is one. */
  readonly name?: string;
}

function credentialsIn(form: HTMLFormElement, isNew: boolean): Credentials {
  const text = textIn(form);
  const password = String(new FormData(form).get('password'));
  const credentials = { email: text('email'), password };
  return isNew ? { ...credentials, name: text('name') } : credentials;
}

/** @returns why nobody is signed in; null if it worked. */
async function signIn({ name, ...credentials }: Credentials): Promise<string | null> {
  const outcome =
    name === undefined
      ? await client.run(Login, { input: credentials })
      : await client.run(Register, { input: { ...credentials, name } });
  switch (outcome.__typename) {
    case 'Session':
      return null;
    case 'SecondFactorRequired':
      return 'This account needs a second factor, which this example has no form for.';
    case 'ValidationError':
      return outcome.fields.map(({ message }) => message).join(' ') || outcome.message;
    default:
      return outcome.message ?? 'That did not work.';
  }
}

/** @param next the place to open afterwards. */
function useSignIn(next: string) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (credentials: Credentials) => {
    setSending(true);
    setProblem(null);
    try {
      const refusal = await signIn(credentials);
      if (refusal === null) go(hrefOf(next), 'replace');
      setProblem(refusal);
    } catch (error) {
      setProblem(failureText(error));
    }
    setSending(false);
  };
  return { problem, isSending, send };
}

interface DemoAccountsProps {
  readonly isSending: boolean;
  readonly onChosen: (credentials: Credentials) => void;
}

/** Signs in an account of the demo shop, where there is one. */
function DemoAccounts({ isSending, onChosen }: DemoAccountsProps) {
  const demo = demoAccounts();
  if (demo === null) return null;
  return (
    <>
      <DemoAccountButtons
        demo={demo}
        isDisabled={isSending}
        onChosen={(email, password) => onChosen({ email, password })}
      />
      <h2>With an account of your own</h2>
    </>
  );
}

export function SignIn({ query }: Place) {
  const isNew = query.get('new') !== null;
  const next = query.get('next') ?? '/';
  const { problem, isSending, send } = useSignIn(next);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(credentialsIn(event.currentTarget, isNew));
  };
  const other = hrefOf('/sign-in', isNew ? { next } : { next, new: 'yes' });
  return (
    <>
      <Title hasForm>{isNew ? 'Create an account' : 'Sign in'}</Title>
      <div className="narrow">
        {problem && <Problem>{problem}</Problem>}
        {!isNew && <DemoAccounts isSending={isSending} onChosen={(one) => void send(one)} />}
      </div>
      <form className="narrow" onSubmit={submit}>
        {isNew && <Field label="Name" name="name" autoComplete="name" isFirst />}
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          isFirst={!isNew}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          minLength={8}
          autoComplete={isNew ? 'new-password' : 'current-password'}
        />
        <Button type="submit" className="primary" disabled={isSending}>
          {isNew ? 'Create account' : 'Sign in'}
        </Button>
      </form>
      {!isNew && (
        <p>
          <a href="/account/forgot-password">Forgot password?</a>
        </p>
      )}
      <p>
        <a href={other}>{isNew ? 'I have an account' : 'I have no account yet'}</a>
      </p>
    </>
  );
}

export const statusText = (status: string) =>
  (status.charAt(0) + status.slice(1).toLowerCase())
    .replace('Partially_', 'Partly ')
    .replace('_', ' ');

export function MyOrders({ query }: Place) {
  const isSignedIn = useSignedIn();
  const after = query.get('after');
  const loaded = useLoaded(`orders ${after}`, async (signal) => {
    const [me, { value: page }] = await Promise.all([
      client.run(Me, {}, { signal }),
      client.pages(Orders, { first: 20, after }, { signal }).next(),
    ]);
    return { me, page };
  });
  if (loaded.state !== 'ready') {
    return (
      <>
        <Title>My orders</Title>
        {isSignedIn === false ? (
          <p>
            <a className="button primary" href={hrefOf('/sign-in', { next: '/orders' })}>
              Sign in
            </a>
          </p>
        ) : (
          <Waiting loaded={loaded} />
        )}
      </>
    );
  }
  const { me, page } = loaded.value;
  const orders = page?.nodes ?? [];
  return (
    <>
      <Title>My orders</Title>
      <p className="quiet">
        Signed in as {me?.name}.{' '}
        <button type="button" onClick={() => void leave()}>
          Sign out
        </button>
      </p>
      {orders.length === 0 && <p>You have not ordered anything yet.</p>}
      <ul className="rows orders">
        {orders.map(({ id, number, status, total, lines }) => (
          <li key={id}>
            <a href={hrefOf('/order', { orderId: id })}>{number}</a>
            <span>{statusText(status)}</span>
            <span className="quiet">{lines.map(({ name }) => name).join(', ')}</span>
            <span className="price">{priceText(total)}</span>
          </li>
        ))}
      </ul>
      {page?.hasNextPage && (
        <p className="more">
          <a href={hrefOf('/orders', { after: page.endCursor ?? '' })}>Older orders</a>
        </p>
      )}
    </>
  );
}

async function leave(): Promise<void> {
  // The session is gone here in any case; the shop forgets it when it expires.
  await client.signOut().catch(() => undefined);
  go(hrefOf('/'));
}
