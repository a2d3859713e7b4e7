/** A place in a `LinkedList`. */
export interface Entry<Value> {
  readonly value: Value;
  /** Whether it has not been removed. */
  readonly isIn: boolean;
  /** Does nothing if it was removed already. */
  remove(): void;
}

class Link<Value> implements Entry<Value> {
  next: Link<Value> | null = null;
  previous: Link<Value> | null = null;

  constructor(
    private readonly list: LinkedList<Value>,
    readonly value: Value,
  ) {}

  get isIn(): boolean {
    return this.previous !== null || this.list.isFirst(this);
  }

  remove(): void {
    if (this.isIn) this.list.unlink(this);
  }
}

/**
 * What is under way: values that are added and removed with each request. A `Set` or a `Map` replaces
 * its table every few of them, and the old tables stay linked to the new ones with what was in them.
 * Once one is in the old generation, all later ones and the requests in them survive until the next
 * major collection: pauses of 15 ms instead of 1. A removed entry leads nowhere.
 */
export class LinkedList<Value> {
  private head: Link<Value> | null = null;
  private tail: Link<Value> | null = null;
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** The one that was added first; null if there is none. */
  get first(): Entry<Value> | null {
    return this.head;
  }

  add(value: Value): Entry<Value> {
    const link = new Link(this, value);
    link.previous = this.tail;
    if (this.tail === null) this.head = link;
    else this.tail.next = link;
    this.tail = link;
    this.length += 1;
    return link;
  }

  /** All at this moment, in the order in which they were added. */
  entries(): Entry<Value>[] {
    const all: Entry<Value>[] = [];
    for (let link = this.head; link !== null; link = link.next) all.push(link);
    return all;
  }

  /** Used by its entries. */
  isFirst(link: Link<Value>): boolean {
    return this.head === link;
  }

  /** Used by its entries. */
  unlink(link: Link<Value>): void {
    const { next, previous } = link;
    if (previous === null) this.head = next;
    else previous.next = next;
    if (next === null) this.tail = previous;
    else next.previous = previous;
    link.next = null;
    link.previous = null;
    this.length -= 1;
  }
}
