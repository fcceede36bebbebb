/** Sees the accesses of a schedule in their order, and changes nothing. */
export interface Onlooker {
  /** A plain access of the module at a site. */
  plain(address: number, size: number, write: boolean, site: number): void;
  /** One of the kernel, or one that is marked: volatile, atomic. */
  marked(address: number, size: number, write: boolean): void;
  spawned(child: number): void;
  allocated(object: number, size: number): void;
  /** The allocator promises nothing about what is in this memory. */
  unset(object: number, size: number): void;
}
