import { changedOrdersKeptMax } from './limits';

/** Changed orders that a stream has not sent. */
export interface ChangedBatch {
  /** The ids in the order of their last changes. */
  readonly ids: readonly string[];
  /** The position behind the batch. */
  readonly next: number;
  /** Whether changes are missing before `next`: the list must be loaded again. */
  readonly hasGap: boolean;
}

interface Change {
  readonly id: string;
  readonly position: number;
}

/**
 * The recent changes of all orders, shared by all streams: each keeps only its position. An order
 * that changes again moves to the end, so that no batch has it twice.
 */
export class ChangedOrders {
  private readonly newest = new Map<string, number>();
  private log: Change[] = [];
  /** The position of the last change or gap. */
  private last = 0;
  /** Positions at which changes are missing: dropped here, or not delivered by the bus. */
  private droppedAt = 0;
  private missedAt = 0;

  get position(): number {
    return this.last;
  }

  add(id: string): void {
    this.last += 1;
    this.newest.set(id, this.last);
    this.log.push({ id, position: this.last });
    if (this.newest.size > changedOrdersKeptMax || this.log.length > 2 * changedOrdersKeptMax) {
      this.compact();
    }
  }

  /** Records that the bus may have lost changes. */
  miss(): void {
    this.last += 1;
    this.missedAt = this.last;
  }

  after(position: number, idsMax: number): ChangedBatch {
    const ids: string[] = [];
    let next = this.last;
    for (let place = this.placeAfter(position); place < this.log.length; place += 1) {
      const change = this.log[place] as Change;
      if (!this.isNewest(change)) continue;
      if (ids.length === idsMax) {
        next = change.position - 1;
        break;
      }
      ids.push(change.id);
    }
    const isMissing = (gap: number) => gap > position && gap <= next;
    return { ids, next, hasGap: isMissing(this.droppedAt) || isMissing(this.missedAt) };
  }

  private isNewest({ id, position }: Change): boolean {
    return this.newest.get(id) === position;
  }

  /** The index of the first change behind a position. */
  private placeAfter(position: number): number {
    let [from, to] = [0, this.log.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.log[middle] as Change).position <= position) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Drops superseded changes, and the older half of the others if there are too many. */
  private compact(): void {
    const current = this.log.filter((change) => this.isNewest(change));
    const dropped = current.length > changedOrdersKeptMax ? current.length >> 1 : 0;
    for (const { id, position } of current.slice(0, dropped)) {
      this.newest.delete(id);
      this.droppedAt = position;
    }
    this.log = current.slice(dropped);
  }
}
