import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useData } from '../../api/hooks';
import { AccountListDocument, type AccountRowFragment } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Email, Written } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { FilterBar, SearchBox } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { Time } from '../../ui/time';

const route = getRouteApi('/accounts');
const accountsPerPage = 25;

function useColumns(): readonly Column<AccountRowFragment>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t.lists.name,
        cell: ({ id, name }) => (
          <Link to="/accounts/$id" params={{ id }} data-main className="link font-medium">
            <Written>{name}</Written>
          </Link>
        ),
      },
      {
        id: 'email',
        header: t.accounts.email,
        cell: ({ email }) => <Email>{email}</Email>,
      },
      {
        id: 'roles',
        header: t.accounts.roles,
        from: 'sm',
        cell: ({ roles }) => roles.map((role) => t.roles[role]).join(', '),
      },
      {
        id: 'created',
        header: t.accounts.created,
        from: 'md',
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t],
  );
}

export function AccountsPage() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const find = useCallback((q: string) => navigate({ search: { q } }), [navigate]);
  const loaded = useData(AccountListDocument, {
    first: accountsPerPage,
    after: search.after ?? null,
    search: search.q ?? null,
  });
  const accounts = loaded.data?.users;
  return (
    <Page title={t.places.accounts}>
      <FilterBar>
        <SearchBox label={t.accounts.searchLabel} value={search.q ?? ''} onSearch={find} />
      </FilterBar>
      <ListBody
        loaded={loaded}
        count={accounts?.nodes.length}
        isFiltered={Boolean(search.q)}
        empty={{ title: t.accounts.empty, noMatch: t.accounts.noMatch }}
      >
        <DataTable caption={t.places.accounts} columns={columns} rows={accounts?.nodes} />
        {accounts && (
          <Pager list={`accounts ${search.q}`} search={search} pageInfo={accounts.pageInfo} />
        )}
      </ListBody>
    </Page>
  );
}
