import { calleeName, type CFunction } from "../../source/index.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";

/** A function of the module that an interrupt calls, from its request to free_irq(); kernel/irq/manage.c. */
export interface InterruptHandler {
  readonly fn: CFunction;
  readonly requested: CallSite;
  /** Whether the file tells the device, or the interrupt's line, to keep still: where, and until when, is not known here. */
  readonly isSilenced: boolean;
}

/** Writes to a device's registers, and calls that mask its interrupt. */
const SILENCES =
  /\b(disable_irq\w*|(raw_)?write[bwlq](_relaxed)?|iowrite\w+|out[bwl]|regmap_\w+|\w+_write_config_\w+|i2c_smbus_\w+|spi_\w+|serio_\w+|gpiod?_\w+)\s*\(/;

/** Handlers whose request nobody undoes on their own account: devm_request_irq() frees at a time that no call here says. */
export function interruptHandlersOf(program: SourceProgram): InterruptHandler[] {
  return ["request_irq", "request_threaded_irq"].flatMap((name) =>
    program.callsOf(name).flatMap((requested) =>
      requested.call.args.slice(1, name === "request_irq" ? 2 : 3).flatMap((arg) => {
        const fn = arg.kind === "name" ? program.lookup(arg.name, requested.fn) : undefined;
        return fn ? [{ fn, requested, isSilenced: SILENCES.test(fn.file.code) }] : [];
      }),
    ),
  );
}

/** Whether a call frees the interrupt: of one number and one cookie there is one handler. */
export function freesIt({ requested }: InterruptHandler, { fn, call }: CallSite): boolean {
  if (calleeName(call) !== "free_irq") return false;
  const words = (site: CallSite, index: number): string => {
    const arg = site.call.args.at(index);
    return arg ? site.fn.file.text.slice(arg.start, arg.end).replace(/^.*(?:->|\.)/s, "") : "";
  };
  return words({ fn, call, parents: [], within: requested.within }, 0) === words(requested, 0);
}
