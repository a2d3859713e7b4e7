import { Link, Navigate } from '@tanstack/react-router';
import { type Permission, rolesWith } from '../app/permissions';
import { useTexts } from '../texts/texts';
import { buttonClass } from '../ui/button';
import { Blank } from '../ui/notice';
import { Page } from '../ui/page';

/** The page for a viewer without the permission for the one at this URL. */
export function ForbiddenPage({ permission }: { readonly permission: Permission }) {
  const t = useTexts();
  // The first page after a sign-in is the overview of staff; others begin with their orders.
  if (permission === 'overview') return <Navigate to="/orders" replace />;
  const roles = rolesWith(permission).map((role) => t.roles[role]);
  return (
    <Page title={t.failures.refused}>
      <div className="card">
        <Blank
          title={t.failures.requires(roles.join(', '))}
          hint={t.failures.codes.FORBIDDEN}
          action={
            <Link to="/orders" className={buttonClass('plain')}>
              {t.places.orders}
            </Link>
          }
        />
      </div>
    </Page>
  );
}
