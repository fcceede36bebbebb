/** What there is around a module while it runs. */
export interface World {
  /** Processes of user space that use the module at one time. */
  readonly users: number;
  /** It is loaded and unloaded so often. */
  readonly loads: number;
}

export const DEFAULT_WORLD: World = { users: 1, loads: 1 };

/** The services have a name for each of so many processes: services/world/user.c. */
export const MOST_USERS = 4;
