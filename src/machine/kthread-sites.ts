export type KthreadEvent = "task-new" | "task-runs" | "task-dead";

/** Where the module created kthreads, and whether any of those ever ran, or came to its end, over the machine's whole life. */
export class KthreadSites {
  private readonly created = new Set<number>();
  private readonly ran = new Set<number>();
  private readonly ended = new Set<number>();

  /** @param site of the creation; -1, for the kernel's own, is passed over */
  note(event: KthreadEvent, site: number): void {
    if (site < 0) return;
    (event === "task-new" ? this.created : event === "task-runs" ? this.ran : this.ended).add(site);
  }

  /** Whether any thread was created in any run. */
  get any(): boolean {
    return this.created.size > 0;
  }

  /** Sites of creations none of whose threads has come to its end so far. */
  neverEnded(): number[] {
    return [...this.created].filter((site) => !this.ended.has(site));
  }

  /** Sites of creations whose threads no step so far ran. */
  neverRan(): number[] {
    return [...this.created].filter((site) => !this.ran.has(site));
  }
}
