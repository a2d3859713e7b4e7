import { parseConfiguration } from '../../config/schema';
import { isSubgraphName, subgraphProcesses } from '../../config/subgraphs';

const head = `# Generated from config/subgraphs.ts by npm run generate; not to be edited.
scrape_configs:
`;

/** `subgraphs.yml`: a job for each process of a subgraph, at its admin port in the containers. */
export function subgraphJobs(): string {
  const { services } = parseConfiguration({});
  const portOf = (name: string) =>
    isSubgraphName(name) ? services[name].adminPort : services.jobs.adminPort;
  const jobs = subgraphProcesses.map(
    (name) => `  - job_name: ${name}
    static_configs:
      - targets: ['${name}:${portOf(name)}']
`,
  );
  return head + jobs.join('');
}
