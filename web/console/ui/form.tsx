import {
  type ComponentProps,
  createContext,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useContext,
  useId,
  useState,
} from 'react';
import type { Failure } from '../api/outcome';
import { amountPattern } from '../texts/decimals';
import { useTexts } from '../texts/texts';
import { classNames } from './class-names';

interface FieldFacts {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
}

const FieldContext = createContext<FieldFacts | null>(null);

type Problems = Readonly<Record<string, string>>;

const ProblemsContext = createContext<Problems>({});

function problemsIn(failure: Failure | null): Problems {
  const fields = failure?.kind === 'refused' ? (failure.refusal.fields ?? []) : [];
  return Object.fromEntries(fields.map(({ path, message }) => [path.at(-1) ?? '', message]));
}

interface FieldProblemsProps {
  readonly failure: Failure | null;
  readonly children: ReactNode;
}

/** Shows what the API found wrong beside the fields that it concerns. */
export function FieldProblems({ failure, children }: FieldProblemsProps) {
  return <ProblemsContext value={problemsIn(failure)}>{children}</ProblemsContext>;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** The field's name in the input of the API. */
  readonly name?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A control with its label, a hint and what is wrong with it. */
export function Field({ label, hint, name = '', className, children }: FieldProps) {
  const id = useId();
  const problem = useContext(ProblemsContext)[name];
  const parts = [hint ? `${id}-hint` : null, problem ? `${id}-problem` : null].filter(Boolean);
  const describedBy = parts.length === 0 ? undefined : parts.join(' ');
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <FieldContext value={{ id, describedBy, isInvalid: Boolean(problem) }}>
        {children}
      </FieldContext>
      {hint && (
        <p id={`${id}-hint`} className="text-soft">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

function useFieldAttributes() {
  const facts = useContext(FieldContext);
  if (facts === null) return {};
  return {
    id: facts.id,
    'aria-describedby': facts.describedBy,
    'aria-invalid': facts.isInvalid || undefined,
  };
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...useFieldAttributes()} className={classNames('input', className)} {...rest} />;
}

/** A text that the viewer edits, as the properties of its field. */
export function useText(initial = '') {
  const [value, onChange] = useState(initial);
  return { value, onChange };
}

interface TextProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

type TextFieldProps = TextProps &
  Omit<FieldProps, 'children'> &
  Omit<ComponentProps<'input'>, keyof FieldProps | keyof TextProps>;

/** A field for one line of text, which is required if the caller does not say otherwise. */
export function TextField({ label, hint, name, className, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} name={name} className={className}>
      <Input required {...rest} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

interface ReasonFieldProps extends TextProps {
  readonly name?: string;
  /** Who can read it. */
  readonly hint: string;
}

const reasonCharactersMax = 500;

export function ReasonField({ name = 'reason', hint, value, onChange }: ReasonFieldProps) {
  const t = useTexts();
  return (
    <Field name={name} label={t.orderActions.reason} hint={hint}>
      <Textarea
        required
        maxLength={reasonCharactersMax}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** The largest Int of GraphQL. */
const intMax = 2_147_483_647;

/**
 * The whole number in a field whose bounds the API knows. It says which ones it takes, unless
 * GraphQL cannot read the number at all.
 */
export const wholeNumber = (text: string): number => Math.min(Number(text), intMax);

interface NumberInputProps extends ComponentProps<'input'> {
  /** Browsers count the steps from it, and take fractions where it is left out. */
  readonly min: number;
}

export function NumberInput(props: NumberInputProps) {
  return <Input type="number" step={1} {...props} />;
}

/** An amount of money, with as many digits as the API can read. */
export function AmountInput({ value, onChange }: TextProps) {
  const t = useTexts();
  return (
    <Input
      required
      inputMode="decimal"
      pattern={amountPattern.source}
      title={t.orderActions.amountFormat}
      value={value}
      onChange={(event) => onChange(event.target.value.trim().replace(',', '.'))}
    />
  );
}

export function Textarea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <textarea
      {...useFieldAttributes()}
      rows={3}
      className={classNames('input', className)}
      {...rest}
    />
  );
}

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select {...useFieldAttributes()} className={classNames('input', className)} {...rest} />;
}

interface CheckboxProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: ReactNode;
}

export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={classNames(
        'flex min-h-6 items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center',
        className,
      )}
    >
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent-fill pointer-coarse:mt-0"
        {...rest}
      />
      <span>{label}</span>
    </label>
  );
}
