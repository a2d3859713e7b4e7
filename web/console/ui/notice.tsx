import type { AnswerError } from '@orderprocessing/client';
import type { ReactNode } from 'react';
import { type Failure, isUncertain } from '../api/outcome';
import type { Texts } from '../texts/en';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { classNames } from './class-names';

type NoticeTone = 'plain' | 'warn' | 'bad' | 'good';

const looks: Readonly<Record<NoticeTone, string>> = {
  plain: 'border-line bg-surface',
  warn: 'border-warn/40 bg-warn-wash',
  bad: 'border-bad/40 bg-bad-wash',
  good: 'border-good/40 bg-good-wash',
};

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Something that the viewer should know, beside what it concerns. */
export function Notice({ tone, title, actions, children }: NoticeProps) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames(
        'flex flex-wrap items-start justify-between gap-3 rounded-lg border px-4 py-3',
        looks[tone],
      )}
    >
      <div className="prose min-w-0">
        <p className="font-medium">{title}</p>
        {children}
      </div>
      {actions}
    </div>
  );
}

function RequestId({ id }: { readonly id: string | null | undefined }) {
  const t = useTexts();
  if (!id) return null;
  return (
    <p className="mt-1 text-soft">
      {t.failures.requestId} <code className="font-mono wrap-anywhere">{id}</code>
    </p>
  );
}

/** The error in the language of the page; the API's own words where the page has none. */
export function wordsOf(t: Texts, { message, extensions }: AnswerError): string {
  const known: Readonly<Record<string, string>> = t.failures.codes;
  return known[extensions?.code ?? ''] ?? message;
}

interface ErrorNoticeProps {
  readonly errors: readonly AnswerError[];
  /** What did not happen; that nothing could be loaded, if left out. */
  readonly title?: string;
  /** Whether the page still shows data. */
  readonly isPartial?: boolean;
  readonly onRetry?: () => void;
}

/** Why data is missing, or only partly there. */
export function ErrorNotice({ errors, isPartial, onRetry, ...rest }: ErrorNoticeProps) {
  const t = useTexts();
  const [first] = errors;
  if (first === undefined) return null;
  const { code, requires, requestId } = first.extensions ?? { code: '' };
  const { title = t.failures.notLoaded } = rest;
  const refusal = code === 'FORBIDDEN' ? t.failures.refused : title;
  return (
    <Notice
      tone={code === 'FORBIDDEN' ? 'plain' : isPartial ? 'warn' : 'bad'}
      title={isPartial ? t.failures.partly : refusal}
      actions={
        onRetry && code !== 'FORBIDDEN' && <Button onClick={onRetry}>{t.actions.retry}</Button>
      }
    >
      <p>{wordsOf(t, first)}</p>
      {requires?.roles && (
        <p>{t.failures.requires(requires.roles.map((role) => roleName(t, role)).join(', '))}</p>
      )}
      <RequestId id={requestId} />
    </Notice>
  );
}

const roleName = (t: Texts, role: string): string =>
  (t.roles as Readonly<Record<string, string>>)[role] ?? role;

const usualTitle = (t: Texts, failure: Failure): string =>
  isUncertain(failure) ? t.failures.notConfirmed : t.failures.notDone;

function reasonOf(t: Texts, failure: Failure): string {
  if (failure.kind === 'failed') return failure.errors.map((each) => wordsOf(t, each))[0] ?? '';
  const { code, message } = failure.refusal;
  const known: Readonly<Record<string, string>> = t.failures.outcomes;
  return known[code] ?? message;
}

/** Why an action did not happen, where there is no room for a notice. */
export const failureText = (t: Texts, failure: Failure): string =>
  `${usualTitle(t, failure)}. ${reasonOf(t, failure)}`;

interface FailureNoticeProps {
  readonly failure: Failure | null;
  /** What did not happen; that nothing was changed, if left out. */
  readonly title?: string;
  /** What the viewer can do about a refusal. */
  readonly actions?: ReactNode;
}

/** Why an action did not happen. */
export function FailureNotice({ failure, title, actions }: FailureNoticeProps) {
  const t = useTexts();
  if (failure === null) return null;
  const heading = title ?? usualTitle(t, failure);
  if (failure.kind === 'failed') return <ErrorNotice errors={failure.errors} title={heading} />;
  const { fields = [] } = failure.refusal;
  return (
    <Notice tone="bad" title={heading} actions={actions}>
      {fields.length === 0 ? (
        <p>{reasonOf(t, failure)}</p>
      ) : (
        <ul className="list-inside list-disc">
          {fields.map((field) => (
            <li key={field.path.join('.')}>
              {field.path.length > 0 && <code className="font-mono">{field.path.join('.')}</code>}{' '}
              {field.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

interface BlankProps {
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
}

/** What a list shows that has nothing to show. */
export function Blank({ title, hint, action }: BlankProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <p className="font-medium">{title}</p>
      {hint && <p className="max-w-md text-soft">{hint}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
