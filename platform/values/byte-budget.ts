/** A shared limit of bytes in memory; a reservation that does not fit is rejected at once. */
export class ByteBudget {
  private reserved = 0;

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.reserved;
  }

  /** @returns whether they fit; if so, they must be released later. */
  reserve(bytes: number): boolean {
    if (this.reserved + bytes > this.bytesMax) return false;
    this.reserved += bytes;
    return true;
  }

  release(bytes: number): void {
    this.reserved -= bytes;
  }
}
