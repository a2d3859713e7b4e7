import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/hooks';
import { useTexts } from '../texts/texts';
import { buttonClass } from './button';
import { Blank, ErrorNotice } from './notice';
import { firstPage } from './pager';

interface ListBodyProps {
  readonly loaded: Pick<Loaded<unknown>, 'isLoading' | 'isPrevious' | 'errors' | 'reload'>;
  /** The number of rows; undefined before the first answer. */
  readonly count: number | undefined;
  /** Whether filters leave rows out. */
  readonly isFiltered?: boolean;
  readonly empty: {
    readonly title: string;
    readonly hint?: string;
    /** What the filters leave out, in the words of the place. */
    readonly noMatch?: string;
  };
  readonly children: ReactNode;
}

/** The states that every list has, around its table. */
export function ListBody({ loaded, count, isFiltered, empty, children }: ListBodyProps) {
  const t = useTexts();
  const { isLoading, isPrevious, errors, reload } = loaded;
  const isLaterPage = useSearch({ strict: false }).after !== undefined;
  const isBlank = count === 0 && !isLaterPage;
  if (errors.length > 0 && count === undefined) {
    return <ErrorNotice errors={errors} onRetry={reload} />;
  }
  return (
    <>
      <ErrorNotice errors={errors} isPartial onRetry={reload} />
      <p role="status" className="sr-only">
        {count !== undefined && !isPrevious && t.lists.rows(count)}
      </p>
      <div className="card overflow-hidden print:overflow-visible">
        {count === undefined && <Skeleton />}
        {count === 0 && isLaterPage && !isLoading && <EmptyPage />}
        {isBlank && isFiltered && (
          <Blank
            title={empty.noMatch ?? empty.title}
            hint={t.lists.noMatchHint}
            action={
              <Link to="." search={{}} className={buttonClass('plain')}>
                {t.lists.clearFilters}
              </Link>
            }
          />
        )}
        {isBlank && !isFiltered && !isLoading && <Blank title={empty.title} hint={empty.hint} />}
        {count !== undefined && (count > 0 || (isLoading && !isFiltered)) && (
          <div
            aria-busy={isPrevious || undefined}
            className={isPrevious ? 'opacity-60 transition-opacity' : undefined}
          >
            {children}
          </div>
        )}
      </div>
    </>
  );
}

/** The rows of a later page may be gone by now; those of the first one need not be. */
function EmptyPage() {
  const t = useTexts();
  return (
    <Blank
      title={t.lists.emptyPage}
      action={
        <Link
          to="."
          search={(before: object) => ({ ...before, ...firstPage })}
          className={buttonClass('plain')}
        >
          {t.lists.first}
        </Link>
      }
    />
  );
}

const skeletonRows = ['w-3/4', 'w-2/3', 'w-4/5', 'w-1/2', 'w-3/5', 'w-2/3'];

export function Skeleton() {
  const t = useTexts();
  return (
    <div role="status" className="flex flex-col gap-4 p-4">
      <span className="sr-only">{t.lists.loading}</span>
      {skeletonRows.map((width, row) => (
        <span key={row} className={`h-4 animate-pulse rounded bg-sunken ${width}`} />
      ))}
    </div>
  );
}
