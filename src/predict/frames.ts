import { moduleSuffix } from "../core/module-suffix.ts";
import { versionCode } from "../core/kernel-version.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Report } from "./drive.ts";
import { internalName } from "./internals.ts";

const SYSCALL_WRAPPERS = 0x041100; // 4.17: system calls got their wrappers

/** Functions of the model that stand for others: what the kernel's own trace has in their place, innermost first. */
function realNames(program: LinkedProgram): Record<string, readonly string[]> {
  const { kernel, arch } = program.target;
  const wrapped = versionCode(kernel) >= SYSCALL_WRAPPERS;
  const [entry, system] =
    arch === "arm"
      ? [["ret_fast_syscall"], wrapped ? "sys" : "SyS"]
      : [
          wrapped ? ["do_syscall_64", "entry_SYSCALL_64_after_hwframe"] : ["entry_SYSCALL_64_fastpath"],
          wrapped ? "__do_sys" : "SyS",
        ];
  return {
    delete_module: [`${system}_delete_module`],
    do_one_initcall: ["do_one_initcall", "do_init_module", "load_module", `${system}_finit_module`],
    insmod: entry,
    run_worker: ["kthread", "ret_from_fork"],
    unoops_lock: ["_raw_spin_lock"],
    // lib/usercopy.c
    copy_to_user: ["_copy_to_user"],
    copy_from_user: ["_copy_from_user"],
    might_fault: ["__might_fault"], // mm/memory.c
    call_chain: ["notifier_call_chain"], // kernel/notifier.c
    vprintk: [], // jumps to what stores the text: kernel/printk/printk_safe.c, printk.c
  };
}

/**
 * The call trace as the kernel prints it: functions of the module with its name behind them, helpers of the model replaced by
 * what they stand for. A frame whose last act is the call below it is left out: compilers make that call a jump.
 */
export function realTrace(
  program: LinkedProgram,
  report: Pick<Report, "stack" | "moduleSite" | "comm">,
): string[] {
  const names = realNames(program);
  const own = new Map(
    program.modules.flatMap(({ name: module, functions }) =>
      program.functions.slice(...functions).map((name) => [name, module] as const),
    ),
  );
  const helpers = new Set(program.helpers);
  const tail = program.sites[report.moduleSite]?.tail === true;
  const caller = program.functions[program.sites[report.moduleSite]?.functionIndex ?? -1];
  const frames: string[] = [];
  let dropped = false;
  for (const name of report.stack) {
    // the module may have a function of its own that is called like one of ours
    const replaced = own.has(name) ? undefined : names[name];
    // what stands for the kernel, in its services or around a part of a driver, has no frame there
    if (!replaced && name.startsWith("unoops_") && (program.part || !own.has(name))) continue;
    if (replaced) frames.push(...replaced);
    else if (own.has(name)) {
      if (tail && !dropped && name === caller) dropped = true;
      else frames.push(`${name}${moduleSuffix(own.get(name))}`);
    } else {
      const known = helpers.has(name) ? internalName(name, program.target.kernel) : name;
      if (known !== undefined) frames.push(known);
    }
  }
  if (report.stack.at(-1) !== HAPPENS) return frames;
  const innermost = frames.slice(0, frames.findLastIndex((name) => name.endsWith("]")) + 1);
  return innermost.length === 0
    ? frames
    : [...innermost, ...(report.comm === "user" ? (names["insmod"] ?? []) : [])];
}

/** Where what comes from outside begins (kernel/services/world/happening.c): who calls the module there stands for no one function of a kernel. */
const HAPPENS = "come_to_pass";
