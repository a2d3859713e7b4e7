import 'reflect-metadata';
import { Field, Int } from 'type-graphql';
import { PageInfo, pageSizeDefault, pageSizeMax } from './connection';
import { PlainType } from './plain-type';

/**
 * What every list of the API has in common, described once: the arguments `first` and `after`, and
 * the base classes of edges and connections.
 */

type ObjectClass = abstract new (...arguments_: never[]) => object;

/** A class that extends one of `edgeOf`. */
type EdgeClass = ReturnType<typeof edgeOf>;

/** Options of the argument `first`. */
export const firstArgument = (defaultValue = pageSizeDefault) => ({
  nullable: true,
  defaultValue,
  description: `Maximum number of items on the page, 1 to ${pageSizeMax}. Null means the default.`,
});

/** Options of the argument `after`. */
export const afterArgument = {
  nullable: true,
  description:
    'Cursor of the item to continue after, e.g. `pageInfo.endCursor` of the previous page. Null starts at the beginning.',
};

/** The base of an edge: `class UserEdge extends edgeOf(() => User) {}`. */
export function edgeOf(node: () => ObjectClass) {
  @PlainType()
  abstract class Edge {
    static readonly nodeType = node;

    @Field(() => String, {
      description: 'Position of the item in the list. Send it as `after` to continue behind it.',
    })
    cursor: string;

    @Field(node, { description: 'The item at this position.' })
    node: object;
  }
  return Edge;
}

/**
 * The base of a connection that is read page by page and has no total:
 * `class JobConnection extends connectionOf(JobEdge) {}`.
 */
export function connectionOf(edge: EdgeClass) {
  @PlainType()
  abstract class Connection {
    @Field(() => [edge], { description: 'The items of this page, each with its cursor.' })
    edges: object[];

    @Field(() => [edge.nodeType()], {
      description: 'The items of this page without their cursors, in the order of `edges`.',
    })
    nodes: object[];

    @Field(() => PageInfo, { description: 'Cursors of this page, and whether there are more.' })
    pageInfo: PageInfo;
  }
  return Connection;
}

/**
 * The base of a connection with totals. They are functions, so that nothing is counted unless a
 * client selects one of them.
 */
export function countedConnectionOf(edge: EdgeClass) {
  @PlainType()
  abstract class CountedConnection extends connectionOf(edge) {
    @Field(() => Int, {
      description: 'Number of items on all pages; an estimate if `totalCountExact` is false.',
    })
    totalCount: () => Promise<number>;

    @Field(() => Boolean, {
      description: 'Whether `totalCount` is exact. The total of a long list may be an estimate.',
    })
    totalCountExact: () => Promise<boolean>;
  }
  return CountedConnection;
}
