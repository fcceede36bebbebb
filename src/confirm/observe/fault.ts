/** Something the module did wrong, seen in the lives of objects whatever the console says. Times in ms. */
export type ObservedFault =
  | { readonly kind: "stop-after-free"; readonly thread: string; readonly age: number }
  | { readonly kind: "stop-of-other"; readonly thread: string; readonly other: string }
  | { readonly kind: "stop-twice"; readonly thread: string; readonly gap: number }
  | { readonly kind: "stop-of-nothing"; readonly value: bigint }
  | { readonly kind: "thread-left"; readonly thread: string }
  | { readonly kind: "timer-left" }
  | { readonly kind: "work-left" };

/** One line for people. */
export function faultText(fault: ObservedFault): string {
  switch (fault.kind) {
    case "stop-after-free":
      return `kthread_stop() of ${fault.thread}, whose task_struct was freed ${fault.age.toFixed(1)} ms before`;
    case "stop-of-other":
      return `kthread_stop() of ${fault.thread} reached ${fault.other}, which has its task_struct now`;
    case "stop-twice":
      return `kthread_stop() of ${fault.thread} once more, ${fault.gap.toFixed(1)} ms after the first`;
    case "stop-of-nothing":
      return `kthread_stop() of 0x${fault.value.toString(16)}, which is no task_struct`;
    case "thread-left":
      return `${fault.thread} was alive when the module's memory was freed`;
    case "timer-left":
      return "a timer of the module was pending when its memory was freed";
    case "work-left":
      return "a work item of the module was pending when its memory was freed";
  }
}
