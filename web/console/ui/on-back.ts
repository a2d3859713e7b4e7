import { useEffect, useRef } from 'react';

/** Calls back when the viewer goes back or forward in the history of the tab. */
export function useOnBack(onBack: () => void): void {
  const latest = useRef(onBack);
  latest.current = onBack;
  useEffect(() => {
    const listener = () => latest.current();
    addEventListener('popstate', listener);
    return () => removeEventListener('popstate', listener);
  }, []);
}
