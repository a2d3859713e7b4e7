import type { ReactNode } from 'react';
import type { Loaded } from '../api/hooks';
import { Skeleton } from './list-body';
import { ErrorNotice } from './notice';
import { Section } from './page';

interface PanelBodyProps {
  readonly loaded: Pick<Loaded<unknown>, 'isLoading' | 'errors' | 'reload'>;
  /** The number of rows; undefined before the first answer. */
  readonly count: number | undefined;
  readonly none: string;
  readonly children: ReactNode;
}

/** The states of a list that is a part of a page or a dialog. */
export function PanelBody({ loaded, count, none, children }: PanelBodyProps) {
  const { isLoading, errors, reload } = loaded;
  return (
    <>
      <div className="px-4 pb-3 empty:hidden">
        <ErrorNotice errors={errors} isPartial={count !== undefined} onRetry={reload} />
      </div>
      {count === undefined && isLoading && <Skeleton />}
      {count === 0 && <p className="px-4 pb-4 text-soft">{none}</p>}
      {count !== undefined && count > 0 && children}
    </>
  );
}

interface PanelProps extends PanelBodyProps {
  readonly title: string;
  readonly all?: ReactNode;
}

/** A list that is a part of a page, for example with a link to all of it. */
export function Panel({ title, all, ...body }: PanelProps) {
  return (
    <Section title={title} actions={all} isFlush>
      <PanelBody {...body} />
    </Section>
  );
}
