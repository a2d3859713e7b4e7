import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';

/**
 * Gives the editors the colors of the system when those change. GraphiQL reads them once, while the
 * rest of its page follows them. A theme that the viewer has chosen stays.
 */
export function SystemTheme() {
  const { setTheme } = useGraphiQLActions();
  const isChosen = useGraphiQL(({ theme }) => theme !== null);
  useEffect(() => {
    if (isChosen) return undefined;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, [isChosen, setTheme]);
  return null;
}
