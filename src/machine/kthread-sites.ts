/** Where the module created kthreads, and whether any of those ever ran, over the machine's whole life. */
export class KthreadSites {
  private readonly created = new Set<number>();
  private readonly ran = new Set<number>();

  /** @param site of the creation; -1, for the kernel's own, is passed over */
  note(event: "task-new" | "task-runs", site: number): void {
    if (site >= 0) (event === "task-new" ? this.created : this.ran).add(site);
  }

  /** Whether any thread was created in any run. */
  get any(): boolean {
    return this.created.size > 0;
  }

  /** Sites of creations whose threads no step so far ran. */
  neverRan(): number[] {
    return [...this.created].filter((site) => !this.ran.has(site));
  }
}
