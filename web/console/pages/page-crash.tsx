import { useEffect } from 'react';
import { OfflineError } from '../app/guarded-page';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Page } from '../ui/page';

const reload = () => location.reload();

/**
 * Shown if a page throws, for example because a new version has replaced its files, or if its
 * script cannot be loaded without a network; then it is loaded once there is one.
 */
export function PageCrash({ error }: { readonly error: unknown }) {
  const t = useTexts();
  const isOffline = error instanceof OfflineError;
  useEffect(() => {
    if (!isOffline) return undefined;
    addEventListener('online', reload);
    return () => removeEventListener('online', reload);
  }, [isOffline]);
  return (
    <Page title={t.failures.crash}>
      <Notice
        tone="bad"
        title={t.failures.crashTitle}
        actions={!isOffline && <Button onClick={reload}>{t.actions.reload}</Button>}
      >
        <p>{isOffline ? t.failures.codes.UNREACHABLE : messageOf(error)}</p>
      </Notice>
    </Page>
  );
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
