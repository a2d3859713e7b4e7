import { repositoryRoot } from '../../platform/process/repository-root';
import { writeRelease } from './write-release';

const help = `npm run version -- VERSION

Makes the changes in .changeset the release VERSION, e.g. 1.2.0 or 1.2.0-rc.1: its section of
CHANGELOG.md, the version in the packages and documents, and its schema in contract/released.graphql.
`;

function main([version, ...more]: readonly string[]): number {
  if (version === undefined || more.length > 0 || version.startsWith('-')) {
    process.stderr.write(help);
    return 2;
  }
  try {
    const date = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const changes = writeRelease(repositoryRoot, { version, date });
    process.stdout.write(
      `${version} has ${changes} changes. Run npm run generate, commit, and tag v${version}.\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
