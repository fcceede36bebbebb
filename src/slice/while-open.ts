import { ONLY_WHILE_OPEN } from "../kernel-api/index.ts";
import { calleeName, walkExpressions } from "../source/index.ts";
import { callsOf } from "./calls.ts";
import type { Driver } from "./driver.ts";
import { reachable } from "./write-table.ts";

/** A beginning and its ends, and the table of operations that it stands in. */
interface Session {
  readonly begin: string;
  readonly ends: readonly string[];
  readonly table: string | undefined;
}

/** A function that the kernel calls, by the field of its table, or by its own name. */
interface Called {
  readonly name: string;
  readonly field: string;
  readonly table: string | undefined;
}

/**
 * What the kernel calls only between a beginning and its end, by the beginning: operations of the same table that the subsystem keeps
 * to that, and interrupts that the one asks for and the other gives back.
 */
export function whileOpen(
  driver: Driver,
  sessions: readonly Session[],
  operations: readonly Called[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { begin, ends, table } of sessions) {
    const begins = reachable(driver, new Set([begin]));
    const givesBack = [...reachable(driver, new Set(ends))].some((name) => calls(driver, name, FREES_IRQ));
    for (const { name, field, table: other } of operations) {
      const isKept = table !== undefined && table === other && ONLY_WHILE_OPEN.test(field);
      if (isKept || (givesBack && isAskedForBy(driver, name, begins))) found.set(name, begin);
    }
  }
  return found;
}

/** No handler runs behind the one, or before the other: kernel/irq/manage.c. */
const FREES_IRQ = /^(free_irq|pci_free_irq)$/;
const REQUESTS_IRQ = /^(pci_)?request_(threaded_|any_context_)?irq$/;

function calls(driver: Driver, name: string, what: RegExp): boolean {
  const fn = driver.functions.get(name);
  return fn !== undefined && callsOf(fn, (one) => what.test(one)).length > 0;
}

/** Whether a handler is named nowhere but where some functions ask for an interrupt. */
function isAskedForBy(driver: Driver, handler: string, begins: ReadonlySet<string>): boolean {
  let isAsked = false;
  for (const fn of driver.functions.values()) {
    let isElsewhere = false;
    if (fn.body)
      walkExpressions(fn.body, (expr, parents) => {
        if (expr.kind !== "name" || expr.name !== handler) return;
        const call = parents.findLast(({ kind }) => kind !== "cast");
        if (begins.has(fn.name) && call && REQUESTS_IRQ.test(calleeName(call) ?? "")) isAsked = true;
        else isElsewhere = true;
      });
    if (isElsewhere) return false;
  }
  return isAsked;
}
