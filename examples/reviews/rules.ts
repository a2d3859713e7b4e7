import { everyone } from '../../platform/auth/rules';

/**
 * Who may do what in reviews. Every root field is named here. Whether a review is there for the
 * viewer is decided in `visibility.ts`.
 */
export const rules = {
  Query: {
    review: everyone,
  },
};
