import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Page } from '../ui/page';

/** Shown if a page throws, for example because a new version has replaced its files. */
export function PageCrash({ error }: { readonly error: unknown }) {
  const t = useTexts();
  return (
    <Page title={t.failures.crash}>
      <Notice
        tone="bad"
        title={t.failures.crashTitle}
        actions={<Button onClick={() => location.reload()}>{t.actions.reload}</Button>}
      >
        <p>{error instanceof Error ? error.message : String(error)}</p>
      </Notice>
    </Page>
  );
}
