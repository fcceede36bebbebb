import { ONLY_WHILE_OPEN } from "../kernel-api/index.ts";
import { walkExpressions, type CFunction, type Stmt } from "../source/index.ts";
import { callsOf, nameBehind, type Call } from "./calls.ts";
import type { Driver } from "./driver.ts";
import type { Operation } from "./operation.ts";
import { reachable } from "./write-table.ts";

interface Session {
  readonly begin: Operation;
  readonly ends: readonly string[];
}

/**
 * What the kernel calls only between a beginning and its end, by the beginning: operations of the same table that the subsystem keeps
 * to that, and interrupts that the one asks for last and the other gives back.
 */
export function whileOpen(
  driver: Driver,
  sessions: readonly Session[],
  operations: readonly Operation[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { begin, ends } of sessions) {
    const givesBack = [...reachable(driver, new Set(ends))].some((name) => frees(driver.functions.get(name)));
    for (const operation of operations) {
      const isInterrupt = givesBack && isAskedForLast(driver, operation.name, begin.name);
      if (isInterrupt || isKeptTo(begin, operation)) found.set(operation.name, begin.name);
    }
  }
  return found;
}

function isKeptTo(begin: Operation, { words: [field = ""], table }: Operation): boolean {
  const isBegun = ONLY_WHILE_OPEN.begin.test(begin.words[0] ?? "");
  return isBegun && table !== undefined && table === begin.table && ONLY_WHILE_OPEN.operation.test(field);
}

/** No handler runs behind the one, or before the other: kernel/irq/manage.c. */
const FREES_IRQ = /^(pci_)?free_irq$/;
const REQUESTS_IRQ = /^(pci_)?request_(threaded_|any_context_)?irq$/;

function frees(fn: CFunction | undefined): boolean {
  return fn !== undefined && callsOf(fn, (name) => FREES_IRQ.test(name)).length > 0;
}

/** Whether a handler is named nowhere but where a beginning asks for its interrupt, and nothing fails behind that. */
function isAskedForLast(driver: Driver, handler: string, begin: string): boolean {
  const fn = driver.functions.get(begin);
  const [request, another] = fn ? callsOf(fn, (name) => REQUESTS_IRQ.test(name)) : [];
  if (!fn?.body || !request || another || !request.args.some((arg) => nameBehind(arg) === handler))
    return false;
  let mentions = 0;
  for (const { body } of driver.functions.values())
    if (body)
      walkExpressions(body, (expr) => {
        if (expr.kind === "name" && expr.name === handler) mentions++;
      });
  return mentions === 1 && isLast(fn.body, request);
}

/** Whether what stands behind a request only tests its result, and says that all went well or what it said. */
function isLast(body: Stmt, request: Call): boolean {
  const statements = body.kind === "block" ? body.body : [];
  const at = statements.findIndex(({ start, end }) => start <= request.start && request.end <= end);
  const asked = statements[at];
  const result =
    asked?.kind === "expr" && asked.expr.kind === "assign" && asked.expr.target.kind === "name"
      ? asked.expr.target.name
      : undefined;
  const [test, ...rest] = statements.slice(at + 1);
  const isTested = test?.kind === "if" && !test.no && test.test.kind === "name" && test.test.name === result;
  if (at < 0 || result === undefined || !isTested) return false;
  return rest.every(
    (stmt) =>
      stmt.kind === "return" &&
      (!stmt.value ||
        (stmt.value.kind === "number" && stmt.value.value === 0) ||
        (stmt.value.kind === "name" && stmt.value.name === result)),
  );
}
