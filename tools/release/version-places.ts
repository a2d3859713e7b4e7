interface VersionPlace {
  readonly file: string;
  /** A version with the text around it. */
  readonly text: (version: string) => string;
  /** The number of occurrences to replace, from the beginning of the file; all by default. */
  readonly times?: number;
}

const inJson = (version: string): string => `"version": "${version}"`;

/** Each place outside the changelog that names the version of the project. */
export const versionPlaces: readonly VersionPlace[] = [
  { file: 'package.json', text: inJson },
  { file: 'package-lock.json', text: inJson, times: 2 },
  { file: 'client/package.json', text: inJson },
  { file: 'docs/openapi.yaml', text: (version) => `\n  version: ${version}\n` },
  { file: 'docs/first-hour.md', text: (version) => `> orderprocessing@${version} ` },
  { file: '.github/ISSUE_TEMPLATE/bug.yml', text: (version) => `placeholder: ${version},` },
];
