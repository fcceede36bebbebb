import { moduleOfFunction, type LinkedProgram } from "../compile/program.ts";

/** Calls of the module after which user space may have a say: a thread listens, or a process is in a call that can be interrupted. */
const ALLOWS =
  /^(allow_signal|allow_kernel_signal|kernel_sigaction|__register_chrdev|cdev_(device_)?add|proc_create\w*|debugfs_create_file|(sysfs|device)_create_\w+|(?!\w*(notifier|driver))\w+_register\w*)$/;

/** How a call finds out, while it does not sleep, that its process was sent a signal: include/linux/sched/signal.h, kernel/time/timer.c. */
const ASKS = /^((fatal_)?signal_pending|msleep_interruptible)$/;

/** What all machines of a program have in common: predictions and witnesses have machines of their own, beside the search's. */
export interface ProgramFacts {
  readonly compiled: WebAssembly.Module;
  /** Of each site, the number of the module that it lies in; -1 in the services. */
  readonly siteModules: Int8Array;
  /** Whether the module can be told anything by signals. */
  readonly listens: boolean;
  /** Whether it looks for signals while it does not sleep. */
  readonly asks: boolean;
}

const known = new WeakMap<LinkedProgram, ProgramFacts>();

export function factsOf(program: LinkedProgram): ProgramFacts {
  let facts = known.get(program);
  if (!facts) known.set(program, (facts = gather(program)));
  return facts;
}

function gather({ wasm, sites, modules }: LinkedProgram): ProgramFacts {
  const own = sites.filter(({ inModule }) => inModule);
  return {
    compiled: new WebAssembly.Module(new Uint8Array(wasm)),
    siteModules: Int8Array.from(sites, ({ functionIndex }) => moduleOfFunction(modules, functionIndex)),
    listens: own.some(({ callee }) => ALLOWS.test(callee)),
    asks: own.some(({ callee, frames }) =>
      [callee, ...frames.map((frame) => frame.function)].some(isQuestion),
    ),
  };
}

function isQuestion(callee: string): boolean {
  return ASKS.test(callee);
}
