import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../texts/texts';
import { classNames } from './class-names';

interface PageProps {
  readonly title: string;
  /** Shown instead of the title, which still names the document. */
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its only h1, which also names the document. */
export function Page({ title, heading, lead, actions, children }: PageProps) {
  const t = useTexts();
  useEffect(() => {
    document.title = `${title} – ${t.shell.name}`;
  }, [title, t]);
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-5 px-4 py-5 sm:px-6 lg:px-8 lg:py-7 print:px-0!">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{heading ?? title}</h1>
          {lead && <div className="prose mt-1 text-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-start gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Whether the content reaches the edge, as tables do. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Section({ title, actions, isFlush, className, children }: SectionProps) {
  return (
    <section className={classNames('card min-w-0', className)}>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3 pb-2">
        <h2 className="font-semibold">{title}</h2>
        {actions}
      </div>
      <div className={isFlush ? 'pb-1' : 'px-4 pb-4'}>{children}</div>
    </section>
  );
}

/** Names and values, in a column on phones and in two elsewhere. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid gap-x-6 gap-y-3">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(7rem,2fr)_3fr] gap-x-4">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
