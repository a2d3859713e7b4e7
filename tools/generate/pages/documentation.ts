import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { readTree } from '../../architecture/source-tree';
import { architecturePictures } from './architecture';
import { constantsOf } from './constants';
import { decisionIndex, readDecisions } from './decisions';
import { limitsParts } from './limits';
import { replaceMarked } from './marks';
import { operationsPages } from './operations';
import { prismaSchemas, privacyParts } from './privacy';
import { retentionParts } from './retention';
import { retriesParts } from './retries';
import { settingFilesPart } from './setting-files';

/** A committed page with its marked parts regenerated. */
function pageWith(name: string, parts: Readonly<Record<string, string>>): [string, string] {
  const page = readFileSync(path.join(repositoryRoot, name), 'utf8');
  return [
    name,
    Object.entries(parts).reduce((text, [mark, part]) => replaceMarked(text, mark, part), page),
  ];
}

/** The generated documentation pages, by path. */
export function documentationFiles(): Map<string, string> {
  const tree = readTree(repositoryRoot);
  const constants = constantsOf(tree.filter(({ path: name }) => name.endsWith('.ts')));
  const decisions = readDecisions(path.join(repositoryRoot, 'docs/decisions'));
  return new Map([
    ...operationsPages(tree),
    pageWith('config/README.md', settingFilesPart(tree)),
    pageWith('docs/decisions/README.md', { index: decisionIndex(decisions) }),
    pageWith('docs/limits.md', limitsParts(tree)),
    pageWith('docs/retention.md', retentionParts(constants)),
    pageWith('docs/privacy.md', privacyParts(prismaSchemas(), constants)),
    pageWith('docs/retries.md', retriesParts(constants)),
    pageWith('docs/architecture.md', architecturePictures(tree)),
  ]);
}
