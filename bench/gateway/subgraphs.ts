import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';

const sdls = {
  items: `type Query { item(id: ID!): Item  items(first: Int!, turn: Int): [Item!] }
    type Item @key(fields: "id") { id: ID!  name: String!  variants: [Variant!] }
    type Variant @key(fields: "id", resolvable: false) { id: ID! }`,
  variants: `type Variant @key(fields: "id") { id: ID!  name: String!  sku: String!  parts: [Part!] }
    type Part @key(fields: "id", resolvable: false) { id: ID! }`,
  parts: 'type Part @key(fields: "id") { id: ID!  name: String!  weight: Int! }',
  stock: `type Item @key(fields: "id") { id: ID!  stock: Int! }
    type Variant @key(fields: "id") { id: ID!  stock: Int! }
    type Part @key(fields: "id") { id: ID!  stock: Int! }`,
};

const names = Object.keys(sdls) as (keyof typeof sdls)[];

const childrenEach = 3;
const idsBelow = (id: unknown) =>
  Array.from({ length: childrenEach }, (_, place) => ({ id: `${String(id)}.${place}` }));

const named = ({ id }: { readonly id: string }) => ({
  id,
  name: `The one that is called ${id}`,
  sku: `SKU-${id}`,
  weight: 250,
  stock: 12,
  variants: idsBelow(id),
  parts: idsBelow(id),
});

const entity = { __resolveReference: named };
const resolvers = {
  Query: {
    item: (_: unknown, args: { readonly id: string }) => named(args),
    items: (_: unknown, { first }: { readonly first: number }) =>
      Array.from({ length: first }, (_item, place) => named({ id: `i${place}` })),
  },
  Item: entity,
  Variant: entity,
  Part: entity,
};

/** The subgraph that has a type of its own; in others it is extended. */
const owners = { Item: 'items', Variant: 'variants', Part: 'parts' };

/** The same schema in the first version of federation, which knows owners and extensions. */
function firstVersionOf(name: string, sdl: string): string {
  const strangers = Object.entries(owners).filter(([, owner]) => owner !== name);
  const extended = strangers.reduce(
    (text, [type]) =>
      text.replace(
        new RegExp(String.raw`type ${type} @key\(fields: "id"[^)]*\) \{ id: ID!`),
        `extend type ${type} @key(fields: "id") { id: ID! @external`,
      ),
    sdl,
  );
  return extended.replace('type Query', 'extend type Query');
}

function schemaOf(sdl: string): GraphQLSchema {
  const typeDefs = parse(link + sdl);
  const declared = typeDefs.definitions.map((node) => ('name' in node ? node.name?.value : ''));
  const used = Object.entries(resolvers).filter(([type]) => declared.includes(type));
  return buildSubgraphSchema([{ typeDefs, resolvers: Object.fromEntries(used) as never }]);
}

interface Sent {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** How many entities a call requests, in each list. */
const listsIn = (variables: Sent['variables']): string =>
  Object.values(variables ?? {})
    .map((value) => (Array.isArray(value) ? value.length : 0))
    .join(' ');

const ready = Buffer.from('{"isReady":true}');

/**
 * Answers each text for so many entities with the bytes of its first answer, so that its own work
 * is not measured.
 */
function answering(schema: GraphQLSchema, onCall: () => void): Server {
  const known = new Map<string, Buffer>();
  const answerOf = async ({ query, variables, operationName }: Sent): Promise<Buffer> => {
    const key = `${listsIn(variables)} ${query}`;
    const found = known.get(key);
    if (found) return found;
    const document = parse(query);
    const execution = { schema, document, variableValues: variables, operationName };
    const bytes = Buffer.from(JSON.stringify(await execute(execution)));
    known.set(key, bytes);
    return bytes;
  };
  return createServer((request, response) => {
    onCall();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as Sent;
      // A gateway asks a service that is silent, on a busy machine, whether it is ready.
      const bytes = request.url === '/ready' ? ready : await answerOf(sent);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': bytes.length,
      });
      response.end(bytes);
    });
  });
}

/** A subgraph as a gateway is configured for it. */
export interface SubgraphSchema {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  /** The same in the first version of federation, for gateways that know no other. */
  readonly firstVersion: string;
}

export interface ByteSubgraphs {
  /** Supergraph with the addresses of the subgraphs. */
  readonly supergraphSdl: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly schemas: readonly SubgraphSchema[];
  /** Calls of all subgraphs so far. */
  calls(): number;
  close(): void;
}

/** Subgraphs that answer known texts with bytes that they keep. */
export async function startByteSubgraphs(): Promise<ByteSubgraphs> {
  let calls = 0;
  const onCall = () => {
    calls += 1;
  };
  const servers = names.map((name) => answering(schemaOf(sdls[name]), onCall));
  const urls: Record<string, string> = {};
  for (const [place, server] of servers.entries()) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    urls[names[place] as string] = `http://127.0.0.1:${port}`;
  }
  const schemas = names.map((name) => ({
    name,
    url: `${urls[name] ?? ''}/public`,
    sdl: link + sdls[name],
    firstVersion: firstVersionOf(name, sdls[name]),
  }));
  const composed = composeServices(
    schemas.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (composed.errors) throw new AggregateError(composed.errors, 'does not compose');
  return {
    supergraphSdl: composed.supergraphSdl,
    urls,
    schemas,
    calls: () => calls,
    close: () => {
      for (const server of servers) server.close();
    },
  };
}
