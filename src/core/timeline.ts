/** Where a process runs: which lane it has in a picture. */
export type LaneKind =
  | "loader"
  | "thread"
  | "work"
  | "softirq"
  | "interrupt"
  | "rcu"
  | "kernel"
  | "user space";

/** A task, or everything that the kernel calls in one way. */
export interface Lane {
  /** As in the witness's steps; a second thread of a name has a number: `worker (2)`. */
  readonly name: string;
  readonly kind: LaneKind;
}

/** Where a lane stands after a step. */
export interface LanePlace {
  readonly lane: number;
  readonly file: string;
  readonly line: number;
}

/** A variable of the module's, or a member of an object of its, that got another value: `name`, `ring->head`, `i in work()`. */
export interface VariableChange {
  readonly lane: number;
  readonly name: string;
  /** Each lane has its own of this name. */
  readonly isLocal?: boolean;
  /** Empty when nobody had set it. */
  readonly from: string;
  /** Empty when it is gone: its function returned. */
  readonly to: string;
}

/** What stands beside a step of a witness; changes include those on the way to the next step. */
export interface Moment {
  readonly lane: number;
  readonly places: readonly LanePlace[];
  readonly changes: readonly VariableChange[];
}

export type LifeEvent = "born" | "used" | "freed" | "fatal";

/** An object, from its birth to the touch that is one too many. */
export interface ObjectLife {
  /** `task_struct`, `timer`, `module`, or what kmalloc() was called for. */
  readonly kind: string;
  /** Whose task_struct it is. */
  readonly name?: string;
  readonly events: readonly {
    /** `n` of the step. */
    readonly step: number;
    readonly what: LifeEvent;
    /** References after the step, of objects that count them. */
    readonly usage?: number;
  }[];
}

/** What a picture of a witness needs besides its steps. */
export interface Timeline {
  readonly lanes: readonly Lane[];
  /** One for each step. */
  readonly moments: readonly Moment[];
  /** The one that the finding is about comes first. */
  readonly objects: readonly ObjectLife[];
}
