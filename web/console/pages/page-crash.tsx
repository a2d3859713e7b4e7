import { useEffect } from 'react';
import { isShopReachable } from '../api/reachable';
import { UnreachableError } from '../app/guarded-page';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Page } from '../ui/page';

const reload = () => location.reload();

const lookPauseMs = 2_000;

/** Loads the page again as soon as the shop answers. */
function useRecovery(isUnreachable: boolean): void {
  useEffect(() => {
    if (!isUnreachable) return undefined;
    const look = async () => {
      if (await isShopReachable()) reload();
    };
    const timer = setInterval(look, lookPauseMs);
    addEventListener('online', look);
    return () => {
      clearInterval(timer);
      removeEventListener('online', look);
    };
  }, [isUnreachable]);
}

/**
 * Shown if a page throws, for example because a new version has replaced its files, or if its
 * script cannot be loaded while the shop is down; then it is loaded once the shop is back.
 */
export function PageCrash({ error }: { readonly error: unknown }) {
  const t = useTexts();
  const isUnreachable = error instanceof UnreachableError;
  useRecovery(isUnreachable);
  return (
    <Page title={t.failures.crash}>
      <Notice
        tone="bad"
        title={t.failures.crashTitle}
        actions={!isUnreachable && <Button onClick={reload}>{t.actions.reload}</Button>}
      >
        <p>{isUnreachable ? t.failures.unreachablePage : messageOf(error)}</p>
      </Notice>
    </Page>
  );
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
