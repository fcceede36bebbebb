import type { ProgramValues, StoredValue } from "../compile/values.ts";
import type { Machine } from "../machine/machine.ts";

/** A variable, or a member of an object, that has another value than when it was last looked at. */
export interface ChangedValue {
  /** `closing`, `ring->head`, `seen in consume()`. */
  readonly name: string;
  readonly isLocal: boolean;
  readonly isPointer: boolean;
  /** Undefined when it was not known: nobody had set it. */
  readonly from: number | undefined;
  /** Undefined when it is gone, with its function's frame. */
  readonly to: number | undefined;
}

/** Values that lie together: a variable, the locals of a frame, an object of the heap. */
interface Place {
  readonly name: (path: string) => string;
  readonly isLocal: boolean;
  readonly values: readonly {
    readonly stored: StoredValue;
    readonly address: number;
    last: number;
    isSet: boolean;
  }[];
}

/** A function that is running, and where its frame is. */
export interface RunningFrame {
  readonly index: number;
  readonly base: number;
  /** It begins just now: what was there is another's. */
  readonly begins?: boolean;
}

interface FramePlace extends RunningFrame, Place {}

/**
 * Which variables of the module change along a run: globals, locals of the frames that are there, and members of heap objects that a
 * pointer with a type points to. They are compared, since the kernel's services write to them too.
 */
export class ValueWatch {
  private readonly machine: Machine;
  private readonly known: ProgramValues;
  private readonly globals: readonly Place[];
  private readonly objects = new Map<number, Place>();
  /** By process. */
  private readonly frames = new Map<number, readonly FramePlace[]>();

  constructor(machine: Machine) {
    this.machine = machine;
    this.known = machine.program.values;
    this.globals = this.known.globals.map(({ name, address, values }) =>
      this.place(values, address, (path) => joined(name, path), { isSet: true }),
    );
    for (const place of this.globals) this.follow(place);
  }

  /** What changed since the last call. @param running the frames of the process that ran */
  take(process: number, running: readonly RunningFrame[]): ChangedValue[] {
    const changes = this.globals.flatMap((place) => this.changesOf(place));
    for (const place of this.framesOf(process, running, changes)) changes.push(...this.changesOf(place));
    for (const [start, place] of this.objects) {
      if (this.machine.heap.at(start)?.alive === true) changes.push(...this.changesOf(place));
      else this.objects.delete(start);
    }
    return changes;
  }

  /** The frames of a process when it was last looked at. */
  framesBefore(process: number): readonly RunningFrame[] {
    return this.frames.get(process) ?? [];
  }

  /** Frames that are new are looked at for the first time, and those that are gone say what went with them. */
  private framesOf(
    process: number,
    running: readonly RunningFrame[],
    changes: ChangedValue[],
  ): readonly FramePlace[] {
    const before = this.frames.get(process) ?? [];
    const now = running.flatMap((frame) => {
      const values = this.known.locals[frame.index];
      if (!values) return [];
      const { index, base, begins = false } = frame;
      const known = begins ? undefined : before.find((one) => one.index === index && one.base === base);
      const name = this.machine.program.functions[index] ?? "";
      const place = known ?? this.place(values, base, (path) => `${path} in ${name}()`, { isSet: false });
      return [{ ...place, index, base }];
    });
    const stays = new Set(now.map(({ values }) => values));
    for (const place of before) {
      if (stays.has(place.values)) continue;
      for (const value of place.values)
        if (value.isSet) changes.push({ ...whatIs(place, value.stored), from: value.last, to: undefined });
    }
    this.frames.set(process, now);
    return now;
  }

  private changesOf(place: Place): ChangedValue[] {
    const changes: ChangedValue[] = [];
    for (const value of place.values) {
      const to = this.read(value.address, value.stored.size);
      if (to === value.last) continue;
      const from = value.isSet ? value.last : undefined;
      changes.push({ ...whatIs(place, value.stored), from, to });
      value.last = to;
      value.isSet = true;
    }
    if (changes.length > 0) this.follow(place);
    return changes;
  }

  /** The first pointer to an object gives it its type and its name. */
  private follow(place: Place): void {
    for (const { stored, last } of place.values) {
      const layout = stored.to === undefined ? undefined : this.known.layouts[stored.to];
      const object = layout && this.machine.heap.at(last >>> 0);
      if (!object?.alive || object.start !== last >>> 0 || this.objects.has(object.start)) continue;
      const inside = layout?.filter(({ offset, size }) => offset + size <= object.size) ?? [];
      const pointer = place.isLocal ? stored.path : place.name(stored.path);
      this.objects.set(
        object.start,
        this.place(inside, object.start, (path) => `${pointer}->${path}`, { isSet: true }),
      );
    }
  }

  private place(
    values: readonly StoredValue[],
    base: number,
    name: Place["name"],
    { isSet }: { readonly isSet: boolean },
  ): Place {
    return {
      name,
      isLocal: !isSet,
      values: values.map((stored) => {
        const address = base + stored.offset;
        return { stored, address, last: this.read(address, stored.size), isSet };
      }),
    };
  }

  private read(address: number, size: number): number {
    const { view } = this.machine;
    if (size === 1) return view.getUint8(address);
    if (size === 2) return view.getInt16(address, true);
    return size === 4 ? view.getInt32(address, true) : Number(view.getBigInt64(address, true));
  }
}

function whatIs(
  { name, isLocal }: Place,
  { path, isPointer = false }: StoredValue,
): Pick<ChangedValue, "name" | "isLocal" | "isPointer"> {
  return { name: name(path), isLocal, isPointer };
}

function joined(name: string, path: string): string {
  return path === "" || path.startsWith("[") ? name + path : `${name}.${path}`;
}
