import { getRouteApi, Link } from '@tanstack/react-router';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { AccountPageDocument, type AccountPageQuery } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Email } from '../../ui/cells';
import { DataTable } from '../../ui/data-table';
import { ErrorNotice } from '../../ui/notice';
import { Fact, Facts, Page, Section } from '../../ui/page';
import { PostalCodeWarning } from '../../ui/postal-code-warning';
import { Time } from '../../ui/time';
import { Incomplete } from '../orders/incomplete';
import { useOrderColumns } from '../orders/order-columns';
import { PendingPage } from '../pending-page';
import { AccountActions } from './account-actions';

const route = getRouteApi('/accounts/$id');

export type LoadedAccount = NonNullable<AccountPageQuery['user']>;

const hiddenColumns: ReadonlySet<string> = new Set(['recipient', 'destination', 'updated']);

/** One account, with what staff may do about its access. */
export function AccountPage() {
  const t = useTexts();
  const { id } = route.useParams();
  const loaded = useData(AccountPageDocument, { id });
  const account = loaded.data?.user;
  if (account?.id === id) {
    return <AccountDetails account={account} errors={loaded.errors} onReload={loaded.reload} />;
  }
  return <PendingPage title={t.accounts.title} loaded={loaded} />;
}

interface AccountDetailsProps {
  readonly account: LoadedAccount;
  readonly errors: Parameters<typeof ErrorNotice>[0]['errors'];
  readonly onReload: () => void;
}

function AccountDetails({ account, errors, onReload }: AccountDetailsProps) {
  const t = useTexts();
  const viewer = useViewer();
  const columns = useOrderColumns();
  // Null if they could not be read, which does not mean that there are none.
  const orders = account.orders?.nodes ?? null;
  return (
    <Page
      title={account.name}
      lead={
        <Link to="/accounts" className="link">
          {t.accounts.back}
        </Link>
      }
      actions={<AccountActions account={account} />}
    >
      <ErrorNotice errors={errors} isPartial onRetry={onReload} />
      <div className="grid items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <Profile account={account} />
          <AddressBook account={account} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Section
            title={t.accounts.orders}
            isFlush
            actions={
              <Link to="/orders" search={{ customer: account.id }} className="link">
                {t.accounts.allOrders}
              </Link>
            }
          >
            <Incomplete of={account.orders} />
            {orders?.length === 0 && <p className="px-4 pb-3 text-soft">{t.accounts.noOrders}</p>}
            {orders && orders.length > 0 && (
              <DataTable
                caption={t.accounts.orders}
                columns={columns}
                rows={orders}
                hidden={hiddenColumns}
              />
            )}
          </Section>
          {may(viewer, 'administration') && (
            <Link to="/audit" search={{ subject: `User:${account.id}` }} className="link">
              {t.accounts.auditLog}
            </Link>
          )}
        </div>
      </div>
    </Page>
  );
}

function Profile({ account }: { readonly account: LoadedAccount }) {
  const t = useTexts();
  return (
    <Section title={t.accounts.title}>
      <Facts>
        <Fact name={t.accounts.email}>
          <Email>{account.email}</Email>{' '}
          <span className="text-soft">
            ({account.emailVerified ? t.accounts.verified : t.accounts.notVerified})
          </span>
        </Fact>
        <Fact name={t.accounts.roles}>{account.roles.map((role) => t.roles[role]).join(', ')}</Fact>
        <Fact name={t.accounts.language}>{t.accounts.languages[account.language]}</Fact>
        <Fact name={t.accounts.created}>
          <Time at={account.createdAt} exact />
        </Fact>
        <Fact name={t.accounts.id}>
          <code className="font-mono text-[0.8125rem]">{account.id}</code>
        </Fact>
      </Facts>
    </Section>
  );
}

function AddressBook({ account }: { readonly account: LoadedAccount }) {
  const t = useTexts();
  const { country } = useFormats();
  return (
    <Section title={t.accounts.addresses}>
      {account.addresses.length === 0 && <p className="text-soft">{t.accounts.noAddresses}</p>}
      <ul className="divide-y divide-line">
        {account.addresses.map((address) => (
          <li key={address.id} className="py-2 first:pt-0 last:pb-0">
            {address.label && <span className="block font-medium">{address.label}</span>}
            {[
              address.recipient,
              address.line1,
              address.line2,
              `${address.postalCode} ${address.city}`,
              country(address.country),
            ]
              .filter(Boolean)
              .join(', ')}
            <PostalCodeWarning address={address} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
