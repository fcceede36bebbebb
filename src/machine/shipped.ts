import { versionCode, type Arch, type KernelVersion } from "../core/kernel-version.ts";
import type { Heap, HeapObject } from "./heap.ts";
import type { Machine } from "./machine.ts";

/** What takes the place of a freed task_struct. */
export type Reuse = "nothing" | "another thread" | "a user process";

/** SLUB's bytes (include/linux/poison.h). */
const POISON_FREE = 0x6b;
const POISON_END = 0xa5;

/** Memory as kernels ship it: what SLUB does with an object's bytes when it is freed, and who gets them next. */
export class ShippedMemory {
  private readonly kernel: KernelVersion;
  private readonly slubDebug: boolean;
  private readonly next: Reuse;
  /** Kinds of objects whose memory is handed out again, last freed first. */
  private readonly freedTasks: HeapObject[] = [];
  private wanted = false;

  constructor(kernel: KernelVersion, next: Reuse, slubDebug: boolean) {
    this.kernel = kernel;
    this.next = next;
    this.slubDebug = slubDebug;
  }

  freed(machine: Machine, object: HeapObject, kind: string): void {
    this.freedTasks.push(object);
    if (kind === "task_struct") this.wanted = true;
    if (this.slubDebug) {
      machine.bytes.fill(POISON_FREE, object.start, object.start + object.size - 1);
      machine.bytes[object.start + object.size - 1] = POISON_END;
      return;
    }
    // the free-list pointer stands at the start, from 5.7 on in the middle (mm/slub.c); its value means nothing here
    const room = kind === "kmalloc" ? kmallocRoom(object.size, machine.program.target.arch) : object.size;
    const offset = versionCode(this.kernel) < 0x050700 ? 0 : Math.floor(room / 2) & ~3;
    if (offset + 4 <= object.size) machine.view.setUint32(object.start + offset, FREE_LIST_POINTER, true);
  }

  /** Whether of the objects in its cache this one was freed last: it stands first in the list of free ones. */
  isFirstFree(object: HeapObject): boolean {
    return this.freedTasks.findLast((one) => one.kind === object.kind && one.size === object.size) === object;
  }

  /** Memory of the same kind that was freed last, when it is to be handed out again. */
  reuse(heap: Heap, kind: number, size: number): HeapObject | undefined {
    if (this.next === "nothing") return undefined;
    const index = this.freedTasks.findLastIndex(
      (object) => object.kind === kind && object.size === size && !object.alive,
    );
    const [object] = index < 0 ? [] : this.freedTasks.splice(index, 1);
    if (object && heap.at(object.start) === object) heap.setAlive(object, true);
    return object;
  }

  /** Called between two steps: lets the next owner move in when a task_struct has become free. */
  moveIn(machine: Machine): void {
    if (!this.wanted || this.next === "nothing") return;
    this.wanted = false;
    machine.host.inLoader(this.next === "another thread" ? "unoops_bystander" : "unoops_user_process");
  }
}

/** An address in the direct map, as good as any other. */
export const FREE_LIST_POINTER = 0xc1c7d600;

/**
 * Bytes of the slab object that an allocation lies in, in the model's units: on a 64-bit kernel pointers and longs are twice as
 * wide, so that members stand at twice the offset in an object of about twice the size.
 */
function kmallocRoom(size: number, arch: Arch): number {
  const scale = arch === "arm" ? 1 : 2;
  return kmallocCache(size * scale, arch) / scale;
}

/** The size of the cache that so many bytes come from (mm/slab_common.c). */
export function kmallocCache(bytes: number, arch: Arch): number {
  const caches = arch === "arm" ? [64, 128, 192] : [8, 16, 32, 64, 96, 128, 192];
  return caches.find((room) => room >= bytes) ?? 2 ** Math.ceil(Math.log2(bytes));
}
