import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { journeys } from './journeys';
import { variablesOf } from './last-order';
import type { Sample } from './sample';
import { SignIn } from './sign-in';

/** Whether the window is narrow: the width is the same as in explorer.css. */
export const isNarrow = (): boolean => window.matchMedia('(max-width: 700px)').matches;

const operationNameOf = ({ query }: Sample): string => /^\s*\w+\s+(\w+)/.exec(query)?.[1] ?? '';

function useEditors() {
  return useGraphiQL(({ queryEditor, variableEditor, headerEditor }) => ({
    queryEditor,
    variableEditor,
    headerEditor,
  }));
}

export function Samples() {
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
      <SignIn />
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
