/** Bytes of memory that many share: what does not fit is refused at once, and never waits. */
export class ByteBudget {
  private taken = 0;

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.taken;
  }

  /** @returns whether they fit; then whoever took them gives them back. */
  take(bytes: number): boolean {
    if (this.taken + bytes > this.bytesMax) return false;
    this.taken += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}
