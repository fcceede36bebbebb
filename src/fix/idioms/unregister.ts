import { CannotEdit } from "../edit.ts";
import { wordsOf } from "../handle.ts";
import { exitFunction, type Idiom } from "../repair.ts";
import { insertAtExit } from "./unload.ts";

type Undo = (args: readonly string[]) => string;

const freeIrq: Undo = (args) => `free_irq(${args[0] ?? ""}, ${args.at(-1) ?? ""});`;
const withSame =
  (name: string): Undo =>
  (args) =>
    `${name}(${args.join(", ")});`;

/** What takes back what a call has registered. */
const TAKEN_BACK: ReadonlyMap<string, Undo> = new Map([
  ["request_irq", freeIrq],
  ["request_threaded_irq", freeIrq],
  ...["netdevice", "inetaddr", "reboot", "module", "keyboard", "die", "pm"].map((chain): [string, Undo] => [
    `register_${chain}_notifier`,
    withSame(`unregister_${chain}_notifier`),
  ]),
  ["nf_register_net_hook", withSame("nf_unregister_net_hook")],
]);

/** The exit function takes back what nobody takes back: then no handler comes any more. */
export const UNREGISTER_AT_EXIT: Idiom = {
  title: "unregister the handler when the module is unloaded",
  cost: "unloading waits for a handler that is under way",
  weight: 1,
  example: `static void __exit foo_exit(void)
{
	free_irq(irq, dev);
	...
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    const lines = [...TAKEN_BACK].flatMap(([name, undo]) =>
      repair.program.callsOf(name).flatMap(({ fn, call }) => {
        const args = call.args.map((arg) => wordsOf(fn, arg));
        const line = undo(args);
        const isLocal = args.some((arg) => fn.locals.has(/^&?(\w+)/.exec(arg)?.[1] ?? ""));
        return fn.file === exit.file && !isLocal && !fn.file.text.includes(line) ? [line] : [];
      }),
    );
    if (lines.length === 0) throw new CannotEdit("every handler of the file is unregistered somewhere");
    insertAtExit(repair, exit, "first", ...new Set(lines));
  },
};
