import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useViewer } from '../api/hooks';
import { signOut } from '../api/session';
import { useTexts } from '../texts/texts';
import { classNames } from '../ui/class-names';
import { Dialog } from '../ui/dialog';
import { Input } from '../ui/form';
import { ErrorNotice } from '../ui/notice';
import { setPreference, usePreferences } from '../ui/preferences';
import { useOrderCommands } from './order-commands';
import { type Command, usePageCommands } from './page-commands';
import { may } from './permissions';
import { places } from './places';
import { takeTyped } from './typed-ahead';

/** The list may be longer than the window. */
const keepInSight = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });

/** Finds pages and actions by their names, and orders by their numbers. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const orders = useOrderCommands(text.trim());
  const found = [...orders.commands, ...useMatching(text)];
  const active = found[Math.min(at, found.length - 1)];
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(active);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(at + step, found.length - 1)));
  };
  return (
    <Dialog isOpen onClose={onClose} title={t.palette.title}>
      <Input
        role="combobox"
        aria-label={t.palette.title}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={active && `${listId}-${active.id}`}
        autoComplete="off"
        placeholder={t.palette.placeholder}
        value={text}
        onFocus={() => setText((before) => before + takeTyped())}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <div id={listId} role="listbox" aria-label={t.palette.title} className="-mx-2 -mt-1">
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field.
          // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus.
          <div
            key={command.id}
            id={`${listId}-${command.id}`}
            ref={command === active ? keepInSight : undefined}
            role="option"
            aria-selected={command === active}
            className={classNames(
              'flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-md px-2 pointer-coarse:min-h-11',
              command === active ? 'bg-accent-wash' : 'hover:bg-sunken',
            )}
            onClick={() => run(command)}
          >
            {command.title}
            {command.hint && <span className="text-soft">{command.hint}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <ErrorNotice errors={orders.errors} onRetry={orders.reload} />}
      {found.length === 0 && orders.errors.length === 0 && (
        <p className="text-soft">{orders.isLoading ? t.lists.loading : t.palette.none}</p>
      )}
    </Dialog>
  );
}

/** The commands whose names have the text in them. */
function useMatching(text: string): readonly Command[] {
  const commands = useCommands();
  const ofPage = usePageCommands();
  const words = text.toLowerCase().trim();
  return [...ofPage, ...commands].filter(({ title }) => title.toLowerCase().includes(words));
}

function useCommands(): readonly Command[] {
  const t = useTexts();
  const router = useRouter();
  const viewer = useViewer();
  const { theme, language } = usePreferences();
  return useMemo(() => {
    const visible = places.filter(({ permission: needed }) => !needed || may(viewer, needed));
    const other = theme === 'dark' ? 'light' : 'dark';
    const otherLanguage = language === 'en' ? 'de' : 'en';
    return [
      ...visible.map(({ to, search, name, key }) => ({
        id: name,
        title: t.places[name],
        hint: `G ${key.toUpperCase()}`,
        run: () => router.navigate({ to, search: search ?? {} }),
      })),
      { id: 'account', title: t.places.account, run: () => router.navigate({ to: '/account' }) },
      {
        id: 'theme',
        title: t.palette.theme[other],
        run: () => setPreference({ theme: other }),
      },
      {
        id: 'language',
        title: t.palette.language[otherLanguage],
        run: () => setPreference({ language: otherLanguage }),
      },
      { id: 'sign-out', title: t.shell.signOut, run: signOut },
    ];
  }, [t, router, viewer, theme, language]);
}
