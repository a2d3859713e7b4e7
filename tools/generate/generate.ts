import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../../platform/config/telemetry-off';
import { buildSchema } from 'graphql';
import {
  clientDocumentFolders,
  clientManifestFile,
  operationsManifest,
} from '../../cli/persisted-operations/generate-manifest';
import { configJsonSchema } from '../../config/schema/json-schema';
import { dashboardFiles } from '../../ops/grafana/dashboards';
import { rolesSql } from '../../ops/postgres/roles';
import { objectiveRules } from '../../ops/prometheus/objectives';
import { subgraphJobs } from '../../ops/prometheus/subgraphs';
import { repositoryRoot } from '../../platform/process/repository-root';
import { withStateTable } from '../../subgraphs/orders/domain/state-table';
import {
  apiSchema,
  apiSchemaFile,
  composedFiles,
  subgraphSdls,
  supergraphFile,
} from './generate-schemas';
import { attributesFile, gitAttributes } from './git-attributes';
import { commandsPage } from './pages/commands';
import { configurationPage } from './pages/configuration';
import { documentationFiles } from './pages/documentation';
import { hasMarks } from './pages/marks';
import { webhookEventsPage } from './pages/webhook-events';
import { permissionsPage } from './permissions/page';

const help = `npm run generate [-- --check]

Writes the files that are generated from the code and committed:
  subgraphs/<room>/schema.graphql   the schema of each subgraph
  gateway/supergraph.graphql        the composed supergraph that the gateway runs
  gateway/api.graphql               the schema that clients see
  docs/permissions.md               who may do what
  docs/commands.md                  the help of every command
  docs/configuration.md             every setting
  config/config.schema.json         the JSON Schema of config.yaml
  config/README.md                  which file declares which settings
  subgraphs/<room>/operations/README.md  what clients call
  subgraphs/<room>/internal/README.md    what other services call, and which of them
  docs/decisions/README.md          the index of decisions
  docs/limits.md                    every limit
  docs/webhook-events.md            the events of webhooks, with their bodies
  docs/retention.md                 what is kept how long
  docs/privacy.md                   what each column tells about a person
  docs/retries.md                   what is retried, and until when
  docs/architecture.md              the import diagrams
  subgraphs/orders/README.md        the table of order states
  .gitattributes                    which files are generated
  client/persisted-operations.json  the operations of the project's own clients
  ops/grafana/dashboards/*.json     the dashboards
  ops/postgres/roles.sql            accounts and databases for containers
  ops/prometheus/rules/objectives.yml  error budgets: what is recorded of them, and alerts
  ops/prometheus/subgraphs.yml      where Prometheus finds the subgraphs in containers

  --check   writes nothing; fails if a committed file is out of date
`;

async function generatedFiles(): Promise<Map<string, string>> {
  const files = composedFiles(subgraphSdls());
  const api = await apiSchema(files.get(supergraphFile) ?? '');
  files.set(apiSchemaFile, api);
  const ordersPage = 'subgraphs/orders/README.md';
  const page = readFileSync(path.join(repositoryRoot, ordersPage), 'utf8');
  files.set(ordersPage, withStateTable(page));
  files.set('docs/permissions.md', await permissionsPage(buildSchema(api)));
  files.set('docs/commands.md', commandsPage());
  files.set('docs/configuration.md', configurationPage());
  files.set('docs/webhook-events.md', webhookEventsPage());
  const schema = JSON.stringify(configJsonSchema(), null, 2);
  files.set('config/config.schema.json', `${schema}\n`);
  const documents = clientDocumentFolders.map((folder) => path.join(repositoryRoot, folder));
  files.set(clientManifestFile, operationsManifest(documents));
  for (const [name, text] of dashboardFiles()) files.set(name, text);
  files.set('ops/postgres/roles.sql', rolesSql());
  files.set('ops/prometheus/rules/objectives.yml', objectiveRules());
  files.set('ops/prometheus/subgraphs.yml', subgraphJobs());
  for (const [name, text] of documentationFiles()) files.set(name, text);
  const generated = [...files].filter(([, text]) => !hasMarks(text)).map(([name]) => name);
  const attributes = readFileSync(path.join(repositoryRoot, attributesFile), 'utf8');
  files.set(attributesFile, gitAttributes(attributes, generated));
  return files;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const stale: string[] = [];
  for (const [name, text] of await generatedFiles()) {
    const file = path.join(repositoryRoot, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(name);
    if (!values.check) writeFileSync(file, text);
  }
  if (!values.check || stale.length === 0) return;
  console.error(`Out of date (run npm run generate):\n  ${stale.join('\n  ')}`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
