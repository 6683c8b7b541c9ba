/**
 * Lets output through only as fast as it is taken. While too much is on its way, nothing more of the
 * event stream is read, the ring fills, and the program waits: endless output costs no memory.
 */
const ON_THE_WAY = 1024 * 1024;

export class OutputGate {
  #onTheWay = 0;

  get open(): boolean {
    return this.#onTheWay < ON_THE_WAY;
  }

  sent(bytes: number): void {
    this.#onTheWay += bytes;
  }

  taken(bytes: number): void {
    this.#onTheWay -= bytes;
  }
}
