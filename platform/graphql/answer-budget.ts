import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { dropTurns, nextTurn } from './turns';

/** What one answer may hold: settings, read at the moment of use. */
export interface AnswerLimits {
  readonly answerObjects: number;
  readonly answerBytes: number;
}

/** Elements of lists that are completed in one go: some milliseconds of work at the most. */
const elementsInARow = 200;

const budgetKey = Symbol('answer budget');

interface Budgeted {
  readonly [budgetKey]?: AnswerBudget;
}

/**
 * Counts the objects of an answer while it is built, and lets others have the event loop before
 * each further row of elements. An answer with few elements never waits.
 */
export class AnswerBudget {
  objects = 0;
  /** For what is asked for when the budget is spent: nobody waits for it any more. */
  readonly never = new Promise<never>(() => undefined);
  private roomInRow = elementsInARow;
  private rowsRead = 0;
  private row: Promise<void> | null = null;
  private isSpent = false;

  constructor(
    private readonly objectsMax: number,
    /** Once; then nothing further is resolved. */
    private readonly onSpent: () => void,
  ) {}

  /** @returns the same context, known to the fields that are counted. */
  within<Context extends object>(context: Context): Context {
    return Object.assign(context, { [budgetKey]: this });
  }

  get isOver(): boolean {
    return this.isSpent;
  }

  readonly take = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (!Array.isArray(value)) return this.count(1) ? value : this.never;
    if (!this.count(value.length)) return this.never;
    if (this.row === null && value.length <= this.roomInRow) {
      this.roomInRow -= value.length;
      return value;
    }
    return value.map((element) => this.inTurn(element));
  };

  /** Reads rows that each become an object: at most one more than the answer may hold. */
  async rows<Row>(read: (rowsMax: number) => Promise<Row[]>): Promise<Row[]> {
    if (this.isSpent) return this.never;
    const rows = await read(this.objectsMax - this.rowsRead + 1);
    this.rowsRead += rows.length;
    if (this.rowsRead <= this.objectsMax) return rows;
    this.spend();
    return this.never;
  }

  private count(objects: number): boolean {
    this.objects += objects;
    if (this.objects <= this.objectsMax) return true;
    this.spend();
    return false;
  }

  private spend(): void {
    if (this.isSpent) return;
    this.isSpent = true;
    dropTurns(this);
    this.onSpent();
  }

  private inTurn(element: unknown): unknown {
    if (this.roomInRow === 0) {
      this.row = nextTurn(this);
      this.roomInRow = elementsInARow;
    }
    this.roomInRow -= 1;
    return this.row === null ? element : this.row.then(() => element);
  }
}

/** Reads rows within the budget of the answer; all of them (null) where it has none. */
export function rowsWithin<Row>(
  budget: AnswerBudget | undefined,
  read: (rowsMax: number | null) => Promise<Row[]>,
): Promise<Row[]> {
  return budget ? budget.rows(read) : read(null);
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

function countField(field: GraphQLField<unknown, Budgeted>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, given, context, info) => {
    const budget = context[budgetKey];
    if (budget === undefined) return resolve(source, given, context, info);
    if (budget.isOver) return budget.never;
    const value: unknown = resolve(source, given, context, info);
    return isPromise(value) ? value.then(budget.take) : budget.take(value);
  };
}

/** Makes every field that gives objects count them. Scalars come with their object and stay as they are. */
export function countObjects(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isCompositeType(getNamedType(field.type))) countField(field);
    }
  }
}
