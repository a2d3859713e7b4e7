// The page of the endpoints beside GraphQL, from docs/openapi.yaml.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

function resolved(document, value) {
  if (value.$ref === undefined) return value;
  const path = value.$ref.slice('#/'.length).split('/');
  return path.reduce((part, key) => part[key], document);
}

const cell = (text) => String(text).replaceAll('|', '\\|');

function responseRow(document, status, response) {
  const { description, content = {} } = resolved(document, response);
  const types = Object.keys(content).map((type) => `\`${type}\``);
  return `| ${status} | ${cell(description)} | ${types.join(', ')} |`;
}

function sectionOf(document, url, method, { description, responses }) {
  const rows = Object.entries(responses).map(([status, response]) =>
    responseRow(document, status, response),
  );
  const table = ['| status | meaning | content |', '|---|---|---|', ...rows].join('\n');
  return `## \`${method.toUpperCase()} ${url}\`\n\n${description}\n\n${table}`;
}

/** @returns `{ title, description, body }` of the page. */
export function endpointsPage(root) {
  const document = parse(readFileSync(join(root, 'docs/openapi.yaml'), 'utf8'));
  const sections = Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      sectionOf(document, url, method, operation),
    ),
  );
  const introduction =
    'From `/docs/openapi.yaml`, which has the schema of each response. A test compares it with a running gateway.';
  return {
    title: 'HTTP endpoints',
    description: 'The endpoints beside the GraphQL operations, with their responses.',
    body: [document.info.description.trim(), introduction, ...sections].join('\n\n'),
  };
}
