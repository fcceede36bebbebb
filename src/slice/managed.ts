import { walkExpressions } from "../source/index.ts";
import { nameBehind } from "./calls.ts";
import type { Driver } from "./driver.ts";

/**
 * `devm_thing_register()` is thing_register() with a promise to end it for a device, and the function that keeps that promise (drivers/base/devres.c):
 * users take the one or the other for what they have. Where both are exported the plain one stands for both.
 */
export function managedOnly(driver: Driver, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const name of names) {
    const [, plain = ""] = /^_*devm_(\w+)$/.exec(name) ?? [];
    const body = driver.functions.get(name)?.body;
    if (!body || !names.includes(plain) || !driver.isExported(plain)) continue;
    found.add(name);
    walkExpressions(body, (expr) => {
      for (const arg of expr.kind === "call" ? expr.args : []) {
        const handed = nameBehind(arg);
        if (handed !== undefined && names.includes(handed)) found.add(handed);
      }
    });
  }
  return found;
}
