import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import type { GraphiQLPlugin } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { fetcher } from './fetcher';
import { journeys } from './journeys';
import { variablesOf } from './last-order';
import { RunKey } from './run-key';
import { isNarrow, Samples, SamplesIcon } from './samples';
import { settingsOf } from './settings';
import { SystemTheme } from './system-theme';

const root = document.getElementById('explorer');
if (root === null) throw new Error('The page has no element for the explorer.');
const settings = settingsOf(root);

const samples: GraphiQLPlugin = {
  title: 'Samples',
  icon: SamplesIcon,
  content: () => <Samples />,
};

const first = journeys[0]?.samples[0];
createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[samples, HISTORY_PLUGIN]}
    referencePlugin={DOC_EXPLORER_PLUGIN}
    {...(isNarrow() ? {} : { visiblePlugin: samples })}
    defaultEditorToolsVisibility="variables"
    {...(first ? { defaultQuery: first.query, initialVariables: variablesOf(first) } : {})}
  >
    <GraphiQL.Logo>
      <RunKey />
      <SystemTheme />
      <a className="sandbox" href={settings.sandboxUrl} target="_blank" rel="noopener noreferrer">
        Apollo Sandbox
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
