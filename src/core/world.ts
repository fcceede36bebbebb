/** What there is around a module while it runs. */
export interface World {
  /** Processes of user space that use the module at one time. */
  readonly users: number;
  /** It is loaded and unloaded so often. */
  readonly loads: number;
  /** Each file is used so often, and whatever else comes from outside comes so often, one after the other; by default once, and then more often as far as that ends soon. */
  readonly uses?: number;
}

export const DEFAULT_WORLD: World = { users: 1, loads: 1 };

/** What is tried where nobody says how often a file is used. */
export const MORE_USES = 3;

/** What `--uses` takes. */
export const MOST_USES = 9;

/** The services have a name for each of so many processes: services/world/user.c. */
export const MOST_USERS = 4;
