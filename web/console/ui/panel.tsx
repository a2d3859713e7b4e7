import type { ReactNode } from 'react';
import type { Loaded } from '../api/hooks';
import { Skeleton } from './list-body';
import { ErrorNotice } from './notice';
import { Section } from './page';

interface PanelProps {
  readonly title: string;
  readonly loaded: Pick<Loaded<unknown>, 'isLoading' | 'errors' | 'reload'>;
  readonly count: number | undefined;
  readonly none: string;
  readonly all?: ReactNode;
  readonly children: ReactNode;
}

/** A list that is a part of a page, for example with a link to all of it. */
export function Panel({ title, loaded, count, none, all, children }: PanelProps) {
  return (
    <Section title={title} actions={all} isFlush>
      <ErrorNotice errors={loaded.errors} onRetry={loaded.reload} />
      {count === undefined && loaded.isLoading && <Skeleton />}
      {count === 0 && <p className="px-4 pb-4 text-soft">{none}</p>}
      {count !== undefined && count > 0 && children}
    </Section>
  );
}
