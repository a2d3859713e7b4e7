import { Login, Me, Orders, Register } from '@orderprocessing/client';
import { type FormEvent, useEffect, useState } from 'react';
import { Field, Problem, Title, useLoaded, Waiting } from './parts';
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

async function signIn(form: HTMLFormElement, isNew: boolean): Promise<string | null> {
  const text = textIn(form);
  const credentials = {
    email: text('email'),
    password: String(new FormData(form).get('password')),
  };
  const outcome = isNew
    ? await client.run(Register, { input: { ...credentials, name: text('name') } })
    : await client.run(Login, { input: credentials });
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

export function SignIn({ query }: Place) {
  const isNew = query.get('new') !== null;
  const next = query.get('next') ?? '/';
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSending(true);
    try {
      const refusal = await signIn(event.currentTarget, isNew);
      if (refusal === null) go(hrefOf(next), 'replace');
      setProblem(refusal);
    } catch (error) {
      setProblem(failureText(error));
    }
    setSending(false);
  };
  const other = hrefOf('/sign-in', isNew ? { next } : { next, new: 'yes' });
  return (
    <>
      <Title hasForm>{isNew ? 'Create an account' : 'Sign in'}</Title>
      <form className="narrow" onSubmit={(event) => void submit(event)} key={String(isNew)}>
        {problem && <Problem>{problem}</Problem>}
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
        <button type="submit" className="primary" disabled={isSending}>
          {isNew ? 'Create account' : 'Sign in'}
        </button>
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

export function MyOrders() {
  const loaded = useLoaded('orders', async (signal) => {
    const [me, first] = await Promise.all([
      client.run(Me, {}, { signal }),
      client.pages(Orders, { first: 20 }, { signal }).next(),
    ]);
    return { me, orders: first.value?.nodes ?? [] };
  });
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />;
  const { me, orders } = loaded.value;
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
    </>
  );
}

async function leave(): Promise<void> {
  // The session is gone here in any case; the shop forgets it when it expires.
  await client.signOut().catch(() => undefined);
  go(hrefOf('/'));
}
