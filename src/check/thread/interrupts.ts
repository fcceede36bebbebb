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

/** Whether a call frees the interrupt: by the same number, as the last word of it is written. */
export function freesIt({ requested }: InterruptHandler, site: CallSite): boolean {
  return calleeName(site.call) === "free_irq" && numberOf(site) === numberOf(requested);
}

function numberOf({ fn, call }: CallSite): string | undefined {
  const [number] = call.args;
  return number && fn.file.text.slice(number.start, number.end).replace(/^.*(?:->|\.)/s, "");
}
