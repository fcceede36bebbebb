import { versionCode } from "../core/kernel-version.ts";
import type { Said, Scene } from "./printed.ts";

/**
 * Stacks have a page below them that nothing is mapped to: arch/x86/kernel/traps.c since 4.9, which tells whose stack it is since 5.16;
 * arch/arm/kernel/traps.c since 5.18.
 */
const [X86_GUARDS, X86_TELLS_WHOSE, ARM_GUARDS] = [0x040900, 0x051000, 0x051200];
const VMAP_STACK = "CONFIG_VMAP_STACK";

/** The stack of a task overflows: into a page that is not there, or into whatever lies below. */
export function stackOverflow({ program, trace, head, wording }: Scene): Said {
  const { kernel, arch } = program.target;
  const version = versionCode(kernel);
  if (version < (arch === "arm" ? ARM_GUARDS : X86_GUARDS))
    return { headline: "nothing certain: what lies below the stack is overwritten", function: "", lines: [] };
  const [headline, died] =
    arch === "arm"
      ? [
          "Insufficient stack space to handle exception!",
          "Internal error: kernel stack overflow: 0 [#1] PREEMPT SMP ARM",
        ]
      : version < X86_TELLS_WHOSE
        ? [
            "BUG: stack guard page was hit at x (stack is x..x)",
            "kernel stack overflow (double-fault): 0000 [#1] PREEMPT SMP",
          ]
        : [
            "BUG: TASK stack guard page was hit at x (stack is x..x)",
            "stack guard page: 0000 [#1] PREEMPT SMP",
          ];
  return {
    headline,
    // where in the round it overflows is not known
    function: "",
    lines: [headline, died, ...head, ...wording.trace(trace)],
    needs: VMAP_STACK,
  };
}
