import type { ButtonHTMLAttributes, MouseEvent, Ref } from 'react';
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
    'whitespace-nowrap transition-colors pointer-coarse:min-h-11 print:hidden',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-soft',
    looks[kind],
    extra,
  );

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Browsers take the focus from disabled buttons, so those that do nothing now only say so. */
export function Button({ kind, className, type = 'button', disabled, ...rest }: ButtonProps) {
  const idle = { 'aria-disabled': true, onClick: (event: MouseEvent) => event.preventDefault() };
  const state = disabled ? idle : {};
  return <button type={type} className={buttonClass(kind, className)} {...rest} {...state} />;
}
