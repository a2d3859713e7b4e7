import './console.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { newClient } from './api/client';
import { useReturns, useViewer } from './api/hooks';
import { router } from './app/router';
import { type Language, LanguageContext, languageOf } from './texts/texts';
import { preferredLanguage, usePreferences } from './ui/preferences';

function App({ first }: { readonly first: Language }) {
  const { language } = usePreferences();
  const [current, setCurrent] = useState(first);
  const viewerId = useViewer()?.id;
  const returns = useReturns();
  // A new cache for each viewer, and live updates of the new session.
  const client = useMemo(newClient, [viewerId, returns]);
  useEffect(() => {
    // Without its texts the page stays in the language that it has.
    languageOf(language).then(setCurrent, () => undefined);
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = current.code;
  }, [current]);
  return (
    <CSPProvider disableStyleElements>
      <LanguageContext value={current}>
        <Provider value={client}>
          <RouterProvider router={router} />
        </Provider>
      </LanguageContext>
    </CSPProvider>
  );
}

async function start(): Promise<void> {
  const root = document.getElementById('console');
  if (root === null) throw new Error('The page has no element for the console.');
  const first = await languageOf(preferredLanguage()).catch(() => languageOf('en'));
  createRoot(root).render(
    <StrictMode>
      <App first={first} />
    </StrictMode>,
  );
}

await start();
