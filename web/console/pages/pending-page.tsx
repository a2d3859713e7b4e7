import type { Loaded } from '../api/hooks';
import { Skeleton } from '../ui/list-body';
import { ErrorNotice } from '../ui/notice';
import { Page } from '../ui/page';
import { NotFoundPage } from './not-found';

interface PendingPageProps {
  readonly title: string;
  readonly loaded: Loaded<unknown>;
}

/** The page of an object that is not there: it is loading, could not be read, or does not exist. */
export function PendingPage({ title, loaded }: PendingPageProps) {
  if (!loaded.isLoading && loaded.errors.length === 0) return <NotFoundPage />;
  return (
    <Page title={title}>
      <ErrorNotice errors={loaded.errors} onRetry={loaded.reload} />
      {loaded.isLoading && (
        <div className="card">
          <Skeleton />
        </div>
      )}
    </Page>
  );
}
