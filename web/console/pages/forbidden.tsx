import { Navigate } from '@tanstack/react-router';
import { type Permission, rolesWith } from '../app/permissions';
import { useTexts } from '../texts/texts';
import { DeadEnd } from './not-found';

/** The page for a viewer without the permission for the one at this URL. */
export function ForbiddenPage({ permission }: { readonly permission: Permission }) {
  const t = useTexts();
  // The first page after a sign-in is the overview of staff; others begin with their orders.
  if (permission === 'overview') return <Navigate to="/orders" replace />;
  const roles = rolesWith(permission).map((role) => t.roles[role]);
  const title = t.failures.requires(roles.join(', '));
  return <DeadEnd name={t.failures.refused} title={title} hint={t.failures.codes.FORBIDDEN} />;
}
