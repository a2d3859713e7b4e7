import type { Wall } from './wall';
import { databaseBehindStore } from './walls/database-behind-store';
import { domainPure } from './walls/domain-pure';
import { downwardImports } from './walls/downward-imports';
import { environmentReadOnce } from './walls/environment-read-once';
import { flatLiterals } from './walls/flat-literals';
import { foldersByIndex } from './walls/folders-by-index';
import { harnessesApart } from './walls/harnesses-apart';
import { oneListOfSubgraphs } from './walls/one-list-of-subgraphs';
import { oneOperationAFile } from './walls/one-operation-a-file';
import { operationsApart } from './walls/operations-apart';
import { operationsListed } from './walls/operations-listed';
import { operationsTested } from './walls/operations-tested';
import { ordersByShard } from './walls/orders-by-shard';
import { pagesShowAll } from './walls/pages-show-all';
import { pathsInDocuments } from './walls/paths-in-documents';
import { patientWaits } from './walls/patient-waits';
import { plainWords } from './walls/plain-words';
import { platformLayers } from './walls/platform-layers';
import { platformWithoutBusiness } from './walls/platform-without-business';
import { replicaReadsListed } from './walls/replica-reads-listed';
import { sameFurniture } from './walls/same-furniture';
import { shortFunctions } from './walls/short-functions';
import { sqlByTemplate } from './walls/sql-by-template';
import { storedRolesApart } from './walls/stored-roles-apart';
import { subgraphsApart } from './walls/subgraphs-apart';
import { tellingNames } from './walls/telling-names';
import { toolsApart } from './walls/tools-apart';
import { typesInSchema } from './walls/types-in-schema';
import { wholeComments } from './walls/whole-comments';

/** All walls. Each has fixtures that it must refuse and accept. */
export const walls: readonly Wall[] = [
  subgraphsApart,
  databaseBehindStore,
  sqlByTemplate,
  replicaReadsListed,
  ordersByShard,
  storedRolesApart,
  domainPure,
  environmentReadOnce,
  platformWithoutBusiness,
  platformLayers,
  oneListOfSubgraphs,
  operationsApart,
  operationsListed,
  operationsTested,
  sameFurniture,
  typesInSchema,
  oneOperationAFile,
  foldersByIndex,
  downwardImports,
  harnessesApart,
  toolsApart,
  tellingNames,
  flatLiterals,
  shortFunctions,
  patientWaits,
  pathsInDocuments,
  pagesShowAll,
  plainWords,
  wholeComments,
];
