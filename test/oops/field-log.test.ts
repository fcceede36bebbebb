import { describe, expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes, type Crash } from "../../src/oops/index.ts";
import { hasShared, shared } from "./shared.ts";

const only = (text: string): Crash => {
  const [crash, ...rest] = readCrashes(text);
  expect(rest).toEqual([]);
  if (!crash) throw new Error("no crash found");
  return crash;
};

describe.skipIf(!hasShared).each(["field-log.txt", "field-log-as-pasted.txt"])(
  "the report's own panic, %s",
  (file) => {
    const crash = () => only(shared(file));

    test("headline, place and call chain", () => {
      const { arch, kernel, headline, title, function: name, offset, size, frames } = crash();
      expect({ arch, kernel, headline, title, name, offset, size }).toEqual({
        arch: "arm",
        kernel: "4.4.60",
        headline: "Unable to handle kernel NULL pointer dereference at virtual address 00000000",
        title: "BUG: unable to handle kernel NULL pointer dereference in exit_creds",
        name: "exit_creds",
        offset: 0x1c,
        size: 0x7c,
      });
      expect(frames.map((frame) => frame.function)).toEqual([
        "exit_creds",
        "__put_task_struct",
        "kthread_stop",
        "SyS_delete_module",
        "ret_fast_syscall",
      ]);
    });

    test("process, module being unloaded, fault, registers, stack", () => {
      const { process, taint, modules, fault, registers, stack, syscall, dac } = crash();
      expect(process).toEqual({ cpu: 0, pid: 3248, comm: "rmmod" });
      expect({ taint, dac }).toEqual({ taint: "P", dac: 0x55 });
      expect(modules).toEqual([{ name: "test", state: "unloading" }]);
      expect(fault).toEqual({ address: 0n, access: "read", code: 5 });
      expect(registers.get("r4")).toBe(0x86475f80n);
      expect(registers.get("pc")).toBe(0x8123cf8cn);
      expect(stack[0]).toEqual({ address: 0x8a1c5f28n, value: 0x86475f80n });
      expect(stack).toHaveLength(54);
      expect(syscall).toEqual({
        number: 0x81,
        name: "delete_module",
        from: "r7 saved on the stack at 0x8a1c5fcc",
      });
    });

    test("the pointer is followed to the task's cred pointer, cleared by an earlier teardown", async () => {
      const it = crash();
      const { rule, evidence } = diagnose(it, [it], await loadDisassembler());
      expect(rule).toBe("kthread-stop-after-exit");
      const texts = evidence.map(({ certainty, text }) => `${certainty}: ${text}`);
      expect(texts).toContain("certain: `ldrex r2, [r0]` reads through r0 = 0");
      expect(texts).toContain(
        "certain: r0 was loaded from offset 0x31c of the object at r4 = 0x86475f80 (`ldr r0, [r0, #0x31c]`)",
      );
      expect(texts).toContain(
        "likely: exit_creds() gets the task: offset 0x31c of the task is its cred pointer, already cleared by an earlier teardown",
      );
      expect(texts).toContain(
        'certain: the stack at 0x8a1c5f5c spells "test": the name that delete_module() was given',
      );
    });
  },
);
