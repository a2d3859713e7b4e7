import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useData } from '../../api/hooks';
import { Reference } from '../../app/reference';
import { AuditLogDocument, type AuditLogQuery } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { EventName, JsonFacts } from '../../ui/cells';
import { classNames } from '../../ui/class-names';
import { type Column, DataTable } from '../../ui/data-table';
import { FilterBar, SearchBox } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { Time } from '../../ui/time';

type Entry = NonNullable<AuditLogQuery['auditLog']>['nodes'][number];

const route = getRouteApi('/audit');
const entriesPerPage = 50;

function useColumns(): readonly Column<Entry>[] {
  const t = useTexts();
  return useMemo(
    () => [
      { id: 'at', header: t.lists.at, cell: ({ at }) => <Time at={at} exact /> },
      {
        id: 'action',
        header: t.audit.action,
        cell: ({ action, actor, subject }) => (
          <>
            <EventName name={action} />
            <NarrowFact name={t.audit.actor} from="md" text={actor} />
            <NarrowFact name={t.audit.subject} from="sm" text={subject} />
          </>
        ),
      },
      {
        id: 'actor',
        header: t.audit.actor,
        from: 'md',
        cell: ({ actor }) => <Reference text={actor} />,
      },
      {
        id: 'subject',
        header: t.audit.subject,
        from: 'sm',
        cell: ({ subject }) => <Reference text={subject} />,
      },
      {
        id: 'detail',
        header: t.audit.detail,
        from: 'lg',
        cell: ({ detail }) => <JsonFacts text={detail} />,
      },
    ],
    [t],
  );
}

interface NarrowFactProps {
  readonly name: string;
  /** The width from which on it has a column. */
  readonly from: 'sm' | 'md';
  readonly text: string;
}

/** What has no column on a narrow page. */
function NarrowFact({ name, from, text }: NarrowFactProps) {
  return (
    <span
      className={classNames(
        'block text-soft print:hidden',
        from === 'sm' ? 'sm:hidden' : 'md:hidden',
      )}
    >
      {name}: <Reference text={text} />
    </span>
  );
}

export function AuditPage() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const change = useCallback(
    (changed: { readonly subject?: string; readonly actor?: string }) =>
      navigate({ search: ({ subject, actor }) => ({ subject, actor, ...changed }) }),
    [navigate],
  );
  const bySubject = useCallback((subject: string) => change({ subject }), [change]);
  const byActor = useCallback((actor: string) => change({ actor }), [change]);
  const loaded = useData(AuditLogDocument, {
    first: entriesPerPage,
    after: search.after ?? null,
    subject: search.subject ?? null,
    actor: search.actor ?? null,
  });
  const entries = loaded.data?.auditLog;
  return (
    <Page title={t.places.audit} lead={t.audit.lead}>
      <FilterBar>
        <SearchBox label={t.audit.subjectLabel} value={search.subject ?? ''} onSearch={bySubject} />
        <SearchBox label={t.audit.actorLabel} value={search.actor ?? ''} onSearch={byActor} />
      </FilterBar>
      <ListBody
        loaded={loaded}
        count={entries?.nodes.length}
        isFiltered={Boolean(search.subject || search.actor)}
        empty={{ title: t.audit.empty, noMatch: t.audit.noMatch }}
      >
        <DataTable caption={t.places.audit} columns={columns} rows={entries?.nodes} />
        {entries && (
          <Pager
            list={`audit ${search.subject} ${search.actor}`}
            search={search}
            pageInfo={entries.pageInfo}
          />
        )}
      </ListBody>
    </Page>
  );
}
