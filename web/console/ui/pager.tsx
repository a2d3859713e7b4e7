import { Link } from '@tanstack/react-router';
import { useTexts } from '../texts/texts';
import { buttonClass } from './button';
import { nextPage, type PageInfo, type PageSearch, pageNumber } from './next-page';

/** Leads from any page of a list to its first one. */
export const firstPage = { after: undefined, page: undefined } as const;

/** The cursor of every page that was opened in this tab, because cursors lead forward only. */
const cursors = new Map<string, Map<number, string | undefined>>();
const listsMax = 50;

function cursorsOf(list: string): Map<number, string | undefined> {
  const known = cursors.get(list);
  if (known) return known;
  const oldest = cursors.size >= listsMax ? cursors.keys().next().value : undefined;
  if (oldest !== undefined) cursors.delete(oldest);
  const made = new Map<number, string | undefined>();
  cursors.set(list, made);
  return made;
}

interface PagerProps {
  /** Names the list and its filter. */
  readonly list: string;
  readonly search: PageSearch;
  readonly pageInfo: PageInfo;
}

/** Links to the neighbours of a page of a list. */
export function Pager({ list, search, pageInfo }: PagerProps) {
  const t = useTexts();
  const page = pageNumber(search);
  const known = cursorsOf(list);
  known.set(page, search.after);
  if (page === 1 && !pageInfo.hasNextPage) return null;
  const previous = known.has(page - 1) ? page - 1 : 1;
  return (
    <nav
      aria-label={t.lists.pages}
      className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-3 print:hidden"
    >
      <span className="text-soft">{t.lists.page(page)}</span>
      <span className="flex gap-2">
        {page > 1 && (
          <PageLink
            after={previous === 1 ? undefined : known.get(previous)}
            page={previous === 1 ? undefined : String(previous)}
            label={previous === page - 1 ? t.lists.previous : t.lists.first}
          />
        )}
        {pageInfo.hasNextPage && <PageLink {...nextPage(search, pageInfo)} label={t.lists.next} />}
      </span>
    </nav>
  );
}

function PageLink({ after, page, label }: PageSearch & { readonly label: string }) {
  return (
    <Link
      to="."
      search={(before: object) => ({ ...before, after, page })}
      className={buttonClass('plain')}
    >
      {label}
    </Link>
  );
}
