import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Readonly<Record<ButtonKind, string>> = {
  primary: 'border-transparent bg-accent-fill text-white hover:bg-accent-press',
  plain: 'border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent text-ink hover:bg-sunken',
  danger: 'border-transparent bg-bad-fill text-white hover:opacity-90',
};

/** The classes of a button, which links that look like buttons use too. */
export const buttonClass = (kind: ButtonKind = 'plain', extra?: string): string =>
  classNames(
    'inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3 py-1 font-medium',
    'whitespace-nowrap transition-colors pointer-coarse:min-h-11',
    'disabled:border-line disabled:bg-sunken disabled:text-soft aria-disabled:opacity-60',
    looks[kind],
    extra,
  );

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(kind, className)} {...rest} />;
}
