import { isStaff } from '../../access/roles';
import type { Viewer } from '../../platform/requests/viewer';
import type { ReviewRow } from './store/reviews';

/** A hidden review exists for staff only, whichever way it is reached. */
export function visibleReview(row: ReviewRow | null, viewer: Viewer): ReviewRow | null {
  if (row === null) return null;
  return !row.isHidden || isStaff(viewer) ? row : null;
}
