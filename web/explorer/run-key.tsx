import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';

const isRunKey = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === 'Enter' && (ctrlKey || metaKey);

/**
 * Runs the operation by Ctrl+Enter or ⌘Enter wherever the focus is. The editors have this key too,
 * but only once they are loaded; a key that comes sooner counts then.
 */
export function RunKey() {
  const { run } = useGraphiQLActions();
  const isReady = useGraphiQL(({ queryEditor, responseEditor }) =>
    Boolean(queryEditor && responseEditor),
  );
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isReady || !isWanted.current) return;
    isWanted.current = false;
    void run();
  }, [isReady, run]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isRunKey(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isReady) void run();
      else isWanted.current = true;
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [isReady, run]);
  return null;
}
