import {
  defaultFieldResolver,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  introspectionTypes,
  isCompositeType,
  isIntrospectionType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { type AnswerSlot, smallAnswerObjects } from './answer-slot';
import { tooManyBytes, tooManyObjects } from './errors';
import { cancelYields, yieldFairly } from './fair-yield';

/** Limits of one answer; settings, read on use. */
export interface AnswerLimits {
  readonly answerObjects: number;
  readonly answerBytes: number;
}

/**
 * List elements completed without a yield: some milliseconds of work at most.
 * @exceeded the others wait for a turn
 * @test platform/graphql/answer-budget.test.ts
 */
const elementsPerYield = 200;

const budgetKey = Symbol('answer budget');

interface Budgeted {
  readonly [budgetKey]?: AnswerBudget;
}

/**
 * Counts the objects of an answer while it is built, and yields to the event loop before each
 * further group of elements. A small answer never waits; one with many rows or objects also waits
 * for one of the slots for large answers.
 */
export class AnswerBudget {
  objects = 0;
  /** Returned once the budget is spent: nobody waits for the value. */
  readonly never = new Promise<never>(() => undefined);
  private elementsLeft = elementsPerYield;
  private rowsRead = 0;
  private bytesRead = 0;
  private pendingYield: Promise<void> | null = null;
  private isEnded = false;
  private largeReads: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly limits: AnswerLimits,
    private readonly slot: AnswerSlot,
    /** Called once with the reason; nothing is resolved after that. */
    private readonly onEnd: (error: GraphQLError) => void,
  ) {}

  /** @returns the same context, with this budget for the counted fields. */
  attachTo<Context extends object>(context: Context): Context {
    return Object.assign(context, { [budgetKey]: this });
  }

  get hasEnded(): boolean {
    return this.isEnded;
  }

  readonly admit = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (!Array.isArray(value)) return this.count(1) ? value : this.never;
    if (!this.count(value.length)) return this.never;
    if (this.pendingYield === null && value.length <= this.elementsLeft) {
      this.elementsLeft -= value.length;
      return value;
    }
    return value.map((element) => this.afterYield(element));
  };

  /**
   * Reads rows that each become an object: at most one more than the answer may hold. If there are
   * many, they are read again in the answer's slot, one statement after the other.
   */
  async rows<Row>(read: (rowsMax: number) => Promise<Row[]>): Promise<Row[]> {
    if (this.isEnded) return this.never;
    const { answerObjects } = this.limits;
    const few = Math.min(smallAnswerObjects, answerObjects) - this.rowsRead;
    const rows = few > 0 ? await read(few + 1) : null;
    if (rows === null || (rows.length > few && few + this.rowsRead < answerObjects)) {
      return this.readLarge(read);
    }
    return this.countRows(rows);
  }

  /**
   * Counts the bytes of long texts that were read for the answer.
   * @returns false if it cannot hold them, and has ended.
   */
  hasRoomFor(bytes: number): boolean {
    this.bytesRead += bytes;
    const { answerBytes } = this.limits;
    if (this.bytesRead > answerBytes) this.end(tooManyBytes(answerBytes));
    return !this.isEnded;
  }

  /** Abandons the answer. */
  end(error: GraphQLError): void {
    if (this.isEnded) return;
    this.isEnded = true;
    cancelYields(this);
    this.onEnd(error);
  }

  private readLarge<Row>(read: (rowsMax: number) => Promise<Row[]>): Promise<Row[]> {
    const reading = this.largeReads.then(async () => {
      await this.acquireSlot();
      if (this.isEnded) return this.never;
      return this.countRows(await read(this.limits.answerObjects - this.rowsRead + 1));
    });
    this.largeReads = reading.catch(() => undefined);
    return reading;
  }

  private countRows<Row>(rows: Row[]): Row[] | Promise<never> {
    this.rowsRead += rows.length;
    if (this.rowsRead <= this.limits.answerObjects) return rows;
    this.end(tooManyObjects(this.limits.answerObjects));
    return this.never;
  }

  /** Ends the answer if it gets no slot. */
  private async acquireSlot(): Promise<void> {
    try {
      await this.slot.acquire();
    } catch (error) {
      this.end(error as GraphQLError);
      await this.never;
    }
  }

  private count(objects: number): boolean {
    this.objects += objects;
    if (this.objects <= this.limits.answerObjects) return true;
    this.end(tooManyObjects(this.limits.answerObjects));
    return false;
  }

  private async yieldToOthers(): Promise<void> {
    if (this.objects > smallAnswerObjects) await this.acquireSlot();
    return this.isEnded ? this.never : yieldFairly(this);
  }

  private afterYield(element: unknown): unknown {
    if (this.elementsLeft === 0) {
      this.pendingYield = this.yieldToOthers();
      this.elementsLeft = elementsPerYield;
    }
    this.elementsLeft -= 1;
    return this.pendingYield === null ? element : this.pendingYield.then(() => element);
  }
}

/** Reads rows within the budget of the answer, or all of them (null) without a budget. */
export function readWithin<Row>(
  budget: AnswerBudget | undefined,
  read: (rowsMax: number | null) => Promise<Row[]>,
): Promise<Row[]> {
  return budget ? budget.rows(read) : read(null);
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

function countField(field: GraphQLField<unknown, Budgeted | undefined>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    // graphql-js runs introspection of its own without a context.
    const budget = context?.[budgetKey];
    if (budget === undefined) return resolve(source, args, context, info);
    if (budget.hasEnded) return budget.never;
    const value: unknown = resolve(source, args, context, info);
    return isPromise(value) ? value.then(budget.admit) : budget.admit(value);
  };
}

function countFieldsOf(type: GraphQLNamedType): void {
  if (!isObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    if (isCompositeType(getNamedType(field.type))) countField(field);
  }
}

/** Wraps the resolver of every field that returns objects, to count them. */
export function countObjects(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isIntrospectionType(type)) countFieldsOf(type);
  }
}

let isIntrospectionCounted = false;

/** The same for introspection, whose types all schemas of a process share. Idempotent. */
export function countIntrospection(): void {
  if (isIntrospectionCounted) return;
  isIntrospectionCounted = true;
  for (const type of introspectionTypes) countFieldsOf(type);
  for (const field of [SchemaMetaFieldDef, TypeMetaFieldDef]) {
    countField(field as GraphQLField<unknown, Budgeted | undefined>);
  }
}
