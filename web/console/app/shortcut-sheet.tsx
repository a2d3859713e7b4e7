import { useViewer } from '../api/hooks';
import { useTexts } from '../texts/texts';
import { Dialog, DialogButtons } from '../ui/dialog';
import { may } from './permissions';
import { places } from './places';

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts();
  const viewer = useViewer();
  const visible = places.filter(({ permission }) => permission === null || may(viewer, permission));
  const rows = [
    ['Ctrl K', t.palette.open],
    ['/', t.shortcuts.search],
    ['J / K', t.shortcuts.move],
    ['Enter', t.shortcuts.openRow],
    ['X', t.shortcuts.select],
    ['?', t.shortcuts.title],
    ...visible.map(({ key, name }) => [`G ${key.toUpperCase()}`, t.places[name]]),
  ];
  return (
    <Dialog isOpen onClose={onClose} title={t.shortcuts.title}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {rows.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-[0.8125rem]">
                {keys}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <DialogButtons onClose={onClose}>{null}</DialogButtons>
    </Dialog>
  );
}
