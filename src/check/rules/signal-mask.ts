import type { Finding } from "../../core/finding.ts";
import type { Expr } from "../../source/index.ts";
import { finding } from "../case.ts";
import type { SourceProgram } from "../code/program.ts";

/** allow_signal() with several signals or'ed together: it takes one number, and `SIGKILL|SIGSTOP` is 27. */
export function* signalMask(program: SourceProgram): Generator<Finding> {
  for (const { fn, call } of program.callsOf("allow_signal")) {
    const [signal] = call.args;
    if (!signal || !isMask(signal)) continue;
    yield finding(
      "allow-signal-mask",
      "error",
      "allow_signal() takes one signal number, not a mask: call it once for each signal",
      fn,
      call,
      [],
    );
  }
}

function isMask(expr: Expr): boolean {
  if (expr.kind === "binary") return expr.op === "|" || expr.op === "<<";
  return expr.kind === "call" && expr.callee.kind === "name" && expr.callee.name === "sigmask";
}
