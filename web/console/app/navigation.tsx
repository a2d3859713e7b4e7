import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useViewer } from '../api/hooks';
import { signOut } from '../api/session';
import { useTexts } from '../texts/texts';
import { Button, buttonClass } from '../ui/button';
import { may } from './permissions';
import { type Place, places } from './places';

const groups = ['work', 'integrations', 'administration'] as const;

interface NavigationProps {
  readonly brand: ReactNode;
  readonly onPalette: () => void;
}

/** The places that the viewer may go to. */
export function Navigation({ brand, onPalette }: NavigationProps) {
  const t = useTexts();
  const viewer = useViewer();
  const visible = places.filter(({ permission }) => permission === null || may(viewer, permission));
  return (
    <div className="flex min-h-full flex-col gap-5 p-4 lg:sticky lg:min-h-0 lg:top-0 lg:h-[calc(100dvh-var(--bar))] lg:overflow-y-auto">
      <div className="px-2 max-lg:hidden">{brand}</div>
      <button
        type="button"
        onClick={onPalette}
        className={buttonClass('plain', 'justify-between! border-line! text-soft!')}
      >
        {t.palette.open}
        <kbd className="font-mono text-[0.75rem]">Ctrl K</kbd>
      </button>
      <nav aria-label={t.shell.navigation} className="flex flex-col gap-5">
        {groups.map((group) => {
          const members = visible.filter((place) => place.group === group);
          return members.length === 0 ? null : (
            <div key={group}>
              <h2 className="mb-1 px-2 text-[0.8125rem] font-medium text-soft">
                {t.shell.groups[group]}
              </h2>
              <ul>
                {members.map((place) => (
                  <li key={place.name}>
                    <PlaceLink place={place} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <ViewerBox />
    </div>
  );
}

const linkClass =
  'flex min-h-9 items-center rounded-md px-2 hover:bg-sunken pointer-coarse:min-h-11';
const activeClass = 'bg-accent-wash font-medium text-accent';

/** Two places have one path: what needs attention is a filter of the orders. */
const otherSearch = { attention: undefined };

/** The path of the overview is the beginning of all others; its range does not matter. */
const overviewAlone = { exact: true, includeSearch: false };

function PlaceLink({ place: { to, search, name } }: { readonly place: Place }) {
  const t = useTexts();
  return (
    <Link
      to={to}
      search={search ?? otherSearch}
      className={linkClass}
      activeProps={{ className: activeClass, 'aria-current': 'page' }}
      activeOptions={to === '/' ? overviewAlone : { explicitUndefined: true }}
    >
      {t.places[name]}
    </Link>
  );
}

function ViewerBox() {
  const t = useTexts();
  const viewer = useViewer();
  if (viewer === null) return null;
  return (
    <div className="mt-auto flex flex-col gap-1 border-t border-line pt-4">
      <Link
        to="/account"
        className="rounded-md px-2 py-1 hover:bg-sunken"
        activeProps={{ className: 'bg-accent-wash' }}
      >
        <span className="block truncate font-medium">{viewer.name}</span>
        <span className="block truncate text-soft">
          {viewer.roles.map((role) => t.roles[role]).join(', ')}
        </span>
      </Link>
      <Button kind="quiet" className="justify-start! px-2!" onClick={signOut}>
        {t.shell.signOut}
      </Button>
    </div>
  );
}
