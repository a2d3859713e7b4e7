import {
  type ButtonHTMLAttributes,
  type FocusEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { failureText } from './shop';

interface TitleProps {
  readonly children: string;
  /** Whether a field of the view gets the focus instead. */
  readonly hasForm?: boolean;
}

/** The heading of a view. It gets the focus, so that a screen reader reads where one is. */
export function Title({ children, hasForm = false }: TitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} – Shop`;
    if (!hasForm) heading.current?.focus({ preventScroll: true });
  }, [children, hasForm]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** Where the focus goes from a control that is about to go. */
export const focusHeading = (): void =>
  document.querySelector('h1')?.focus({ preventScroll: true });

export function Problem({ children }: { readonly children: ReactNode }) {
  return (
    <p className="problem" role="alert">
      {children}
    </p>
  );
}

/**
 * Browsers take the focus from disabled buttons, so those that do nothing now only say so. A button
 * that goes leaves the focus to the heading.
 */
export function Button({ disabled, ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (document.activeElement === own) focusHeading();
    };
  }, []);
  const idle = { 'aria-disabled': true, onClick: (event: MouseEvent) => event.preventDefault() };
  return <button type="button" ref={button} {...rest} {...(disabled ? idle : {})} />;
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly text: string; readonly again: () => void }
  | { readonly state: 'ready'; readonly value: T; readonly again: () => void };

/** Loads again when `key` changes; what was requested before is aborted. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const leaving = new AbortController();
    const again = () => setTries((count) => count + 1);
    setLoaded({ state: 'loading' });
    latest.current(leaving.signal).then(
      (value) => setLoaded({ state: 'ready', value, again }),
      (error: unknown) => {
        if (!leaving.signal.aborted)
          setLoaded({ state: 'failed', text: failureText(error), again });
      },
    );
    return () => leaving.abort();
  }, [key, tries]);
  return loaded;
}

/** What is shown until something is loaded, or instead of it. */
export function Waiting({ loaded }: { readonly loaded: Loaded<unknown> }) {
  if (loaded.state === 'failed') {
    return (
      <Problem>
        {loaded.text} <Button onClick={loaded.again}>Try again</Button>
      </Problem>
    );
  }
  return (
    <p role="status" className="quiet">
      Loading…
    </p>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: string;
  readonly autoComplete?: string;
  readonly value?: string | undefined;
  readonly problem?: string | undefined;
  /** What looks wrong and is accepted all the same; an empty text if nothing does. */
  readonly warning?: string | undefined;
  readonly onBlur?: (event: FocusEvent<HTMLInputElement>) => void;
  readonly minLength?: number;
  readonly isOptional?: boolean;
  /** Whether it gets the focus when it appears. */
  readonly isFirst?: boolean;
}

/** The same function at each render, so that the focus moves once. */
export const focusNow = (element: HTMLElement | null) => element?.focus();

export function Field(props: FieldProps) {
  const { label, name, value, problem, warning, isOptional, isFirst, ...rest } = props;
  const [problemId, warningId] = [`${name}-problem`, `${name}-warning`];
  const hints = [...(problem ? [problemId] : []), ...(warning ? [warningId] : [])];
  return (
    <p className="field">
      <label htmlFor={name}>
        {label}
        {isOptional && <span className="quiet"> (optional)</span>}
      </label>
      <input
        id={name}
        name={name}
        defaultValue={value}
        required={!isOptional}
        ref={isFirst ? focusNow : undefined}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hints.join(' ') || undefined}
        {...rest}
      />
      {problem && (
        <span id={problemId} className="problem">
          {problem}
        </span>
      )}
      {warning !== undefined && (
        <span id={warningId} className="warning" role="status">
          {warning}
        </span>
      )}
    </p>
  );
}
