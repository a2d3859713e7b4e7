import { useState } from 'react';
import { useTexts } from '../../../texts/texts';
import { Field, Select } from '../../../ui/form';
import { Notice } from '../../../ui/notice';

/** The value of a field for one of several that means all of them. */
export const all = '';

/** Names by their ids. */
export type Options = ReadonlyMap<string, string>;

/** Whether a choice no longer exists. It never becomes all: the viewer has to choose again. */
export const isGone = (options: Options, chosen: string): boolean =>
  chosen !== all && !options.has(chosen);

/** The first choice: a single option is meant alone, also if others appear. */
export const firstOf = (options: Options): string => {
  const [only = all, ...others] = options.keys();
  return others.length === 0 ? only : all;
};

/** A choice among options that may disappear while the dialog is open. */
export function useChoice(options: Options, first = all) {
  const [value, setValue] = useState(first);
  const [wasOffered] = useState(options.size > 1);
  const hasGone = isGone(options, value);
  return { options, value, setValue, hasGone, isShown: wasOffered || options.size > 1 || hasGone };
}

interface ChoiceFieldProps {
  readonly choice: ReturnType<typeof useChoice>;
  readonly label: string;
  readonly hint?: string;
  /** The name of all. */
  readonly nameOfAll: string;
  /** Why the choice no longer exists. */
  readonly goneBecause: string;
  readonly onChange?: (value: string) => void;
}

/** Shows nothing where there was only one option from the start. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { choice, label, hint, nameOfAll, goneBecause, onChange } = props;
  const { options, value, setValue, hasGone, isShown } = choice;
  const t = useTexts();
  if (!isShown) return null;
  return (
    <>
      {hasGone && <Notice tone="warn" title={goneBecause} />}
      <Field label={label} hint={hint}>
        <Select
          value={value}
          onChange={(event) => {
            setValue(event.target.value);
            onChange?.(event.target.value);
          }}
        >
          {hasGone && (
            <option value={value} disabled>
              {t.actions.chooseAgain}
            </option>
          )}
          <option value={all}>{nameOfAll}</option>
          {[...options].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}
