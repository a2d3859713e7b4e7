import '../../platform/config/telemetry-off';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { rooms } from '../../cli/topology/compose-subgraphs';
import { completeSchema, schemaText } from '../../gateway/served-schema';
import { subgraphSdl } from '../../platform/graphql/federated-schema';

/** The SDL of each subgraph, by its name. */
export type SubgraphSdls = ReadonlyMap<string, string>;

/** The SDL of each subgraph, printed from the code. */
export function subgraphSdls(): SubgraphSdls {
  return new Map(
    Object.entries(rooms).map(([name, { operations, orphanedTypes }]) => [
      name,
      subgraphSdl({ resolvers: operations, orphanedTypes: orphanedTypes ?? [] }),
    ]),
  );
}

/** A field that moved stays where it was, for gateways of the previous version. */
const movedField = 'OVERRIDDEN_FIELD_CAN_BE_REMOVED';

/** Hints are errors: composition drops an input field that one subgraph lacks with only a hint. */
function compose(sdls: SubgraphSdls): string {
  const { supergraphSdl, errors, hints } = composeServices(
    [...sdls].map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
      url: `internal://${name}`,
    })),
  );
  const notable = hints?.filter(({ definition }) => definition.code !== movedField) ?? [];
  const problems = [...(errors ?? []), ...notable].map((problem) => problem.message);
  if (problems.length > 0 || !supergraphSdl) {
    throw new Error(`The subgraphs do not compose:\n  ${problems.join('\n  ')}`);
  }
  return `${supergraphSdl}\n`;
}

/** The schema that clients see, as the gateway serves it. */
export async function apiSchema(supergraphSdl: string): Promise<string> {
  const gateway = new ApolloGateway({ supergraphSdl });
  const { schema } = await gateway.load();
  await gateway.stop();
  return schemaText(completeSchema(schema));
}

/** The committed SDL of a subgraph. */
export const sdlFile = (name: string): string => `subgraphs/${name}/schema.graphql`;

export const supergraphFile = 'gateway/supergraph.graphql';
export const apiSchemaFile = 'gateway/api.graphql';

/**
 * The schemas of the subgraphs and the supergraph, by file.
 * @throws Error that lists every problem, when the subgraphs do not compose.
 */
export function composedFiles(sdls: SubgraphSdls): Map<string, string> {
  const files = new Map([...sdls].map(([name, sdl]) => [sdlFile(name), sdl]));
  files.set(supergraphFile, compose(sdls));
  return files;
}
