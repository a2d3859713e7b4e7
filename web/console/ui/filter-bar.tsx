import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts';
import { Input } from './form';
import { useOnBack } from './on-back';

/** Long enough for the next key, so that not every letter is a request. */
const searchPauseMs = 350;

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Searches when the viewer pauses or presses Enter. `/` leads to it. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const searched = useRef<string>(null);
  const search = useCallback(
    (wanted: string) => {
      searched.current = wanted;
      onSearch(wanted);
    },
    [onSearch],
  );
  useEffect(() => {
    // What was searched for here comes back, and must not undo what was typed since.
    if (searched.current !== value) setText(value);
    searched.current = null;
  }, [value]);
  useOnBack(() => {
    // It may undo a search before the page has shown it, so that the value has not changed.
    searched.current = null;
    setText(value);
  });
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => search(text.trim()), searchPauseMs);
    return () => clearTimeout(timer);
  }, [text, value, search]);
  return (
    <search className="min-w-56 flex-1">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text.trim());
        }}
      >
        <Input
          type="search"
          aria-label={label}
          title={label}
          placeholder={label}
          data-shortcut="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string) => void;
}

export function FilterSelect({ label, value, options, onChange }: FilterSelectProps) {
  return (
    <select
      aria-label={label}
      className="input w-auto! max-w-52"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  );
}

export function FilterBar({ children }: { readonly children: ReactNode }) {
  const t = useTexts();
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-2 print:hidden">
      <legend className="sr-only">{t.lists.filters}</legend>
      {children}
    </fieldset>
  );
}
