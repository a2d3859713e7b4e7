import { pruneSchema } from '@graphql-tools/utils';
import {
  buildASTSchema,
  DangerousChangeType,
  type DirectiveNode,
  type DocumentNode,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  parse,
  visit,
} from 'graphql';

/** How long an element stays after it was deprecated. */
const noticeMonths = 12;

const since = /^Since (\d{4}-\d{2}-\d{2}): \S/;

function deprecationReason(directives: readonly DirectiveNode[] = []): string | null {
  const found = directives.find(({ name }) => name.value === 'deprecated');
  if (!found) return null;
  const value = found.arguments?.find(({ name }) => name.value === 'reason')?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

function isPastNotice(reason: string, now: Date): boolean {
  const removable = new Date(`${since.exec(reason)?.[1]}T00:00:00.000Z`);
  removable.setUTCMonth(removable.getUTCMonth() + noticeMonths);
  return removable <= now;
}

/** What clients may still rely on: a schema without the elements whose notice has passed. */
function promised(document: DocumentNode, now: Date): GraphQLSchema {
  const kept = visit(document, {
    enter(node) {
      const reason = 'directives' in node ? deprecationReason(node.directives) : null;
      return reason !== null && isPastNotice(reason, now) ? null : undefined;
    },
  });
  return pruneSchema(buildASTSchema(kept));
}

const defaultOf = ({ defaultValue }: GraphQLInputField): string =>
  defaultValue === undefined ? 'none' : JSON.stringify(defaultValue);

/** graphql-js compares the defaults of arguments only. */
function changedInputDefaults(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const other = after.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(other)) return [];
    const fields = other.getFields();
    return Object.values(type.getFields()).flatMap((field) => {
      const now = fields[field.name];
      if (!now || defaultOf(now) === defaultOf(field)) return [];
      return [
        `${type.name}.${field.name} has changed its default from ${defaultOf(field)} to ${defaultOf(now)}.`,
      ];
    });
  });
}

/**
 * The changes from a released schema that can break a client. New fields, enum values, union
 * members and optional inputs break none: clients keep a default branch.
 */
export function breakingChanges(releasedSdl: string, sdl: string, now: Date): string[] {
  const before = promised(parse(releasedSdl), now);
  const after = buildASTSchema(parse(sdl));
  const dangerous = findDangerousChanges(before, after).filter(
    ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  );
  const found = [...findBreakingChanges(before, after), ...dangerous];
  return [...found.map(({ description }) => description), ...changedInputDefaults(before, after)];
}

/** Reasons of deprecations that do not begin with `Since YYYY-MM-DD: `, which starts the notice. */
export function undatedDeprecations(sdl: string): string[] {
  const undated: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      const reason = 'directives' in node ? deprecationReason(node.directives) : null;
      if (reason !== null && !since.test(reason)) undated.push(reason);
    },
  });
  return undated;
}
