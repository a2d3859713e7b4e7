import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { accessTokenOf } from './fetcher';
import { journeys } from './journeys';
import { variablesOf } from './last-order';
import type { Sample } from './sample';
import type { Settings } from './settings';

/** Whether the window is narrow: the width is the same as in explorer.css. */
export const isNarrow = (): boolean => window.matchMedia('(max-width: 700px)').matches;

const operationNameOf = ({ query }: Sample): string => /^\s*\w+\s+(\w+)/.exec(query)?.[1] ?? '';

const nameOf = (email: string): string => email.split('@', 1)[0] ?? email;

function useEditors() {
  return useGraphiQL(({ queryEditor, variableEditor, headerEditor }) => ({
    queryEditor,
    variableEditor,
    headerEditor,
  }));
}

/** Signs in through the API, and puts the token into the headers of the tab. */
function Accounts({ emails, password }: NonNullable<Settings['demoAccounts']>) {
  const { headerEditor } = useEditors();
  const [status, setStatus] = useState('');
  const signIn = async (email: string) => {
    setStatus(`Signing in as ${nameOf(email)} …`);
    try {
      const token = await accessTokenOf(email, password);
      headerEditor?.setValue(JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2));
      setStatus(`Signed in as ${nameOf(email)} for 15 minutes. The token is in Headers.`);
    } catch (error) {
      setStatus((error as Error).message);
    }
  };
  return (
    <section>
      <h3>Sign in as</h3>
      <div className="accounts">
        {emails.map((email) => (
          <button key={email} type="button" title={email} onClick={() => void signIn(email)}>
            {nameOf(email)}
          </button>
        ))}
      </div>
      <p role="status">{status}</p>
    </section>
  );
}

export function Samples({ demoAccounts }: Settings) {
  const { addTab, setOperationName, setVisiblePlugin } = useGraphiQLActions();
  const { queryEditor, variableEditor, headerEditor } = useEditors();
  const open = (sample: Sample) => {
    const headers = headerEditor?.getValue() ?? '';
    addTab();
    queryEditor?.setValue(sample.query);
    // The name would be that of the previous tab until the editor has parsed it.
    setOperationName(operationNameOf(sample));
    variableEditor?.setValue(variablesOf(sample));
    headerEditor?.setValue(headers);
    // There is no room for both.
    if (isNarrow()) setVisiblePlugin(null);
  };
  return (
    <div className="samples">
      {demoAccounts !== null && <Accounts {...demoAccounts} />}
      {journeys.map(({ title, samples }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {samples.map((sample) => (
              <li key={sample.title}>
                <button type="button" onClick={() => open(sample)}>
                  {sample.title}
                  {sample.account !== null && <small>{sample.account}</small>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function SamplesIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 4h12M4 10h12M4 16h7" />
    </svg>
  );
}
