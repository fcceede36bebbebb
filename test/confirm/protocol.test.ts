import { expect, test } from "vitest";
import { newc } from "../../src/confirm/guest/newc.ts";
import { probesFor } from "../../src/confirm/guest/probes.ts";
import { Inbox } from "../../src/confirm/qemu/inbox.ts";
import { lineSplitter } from "../../src/confirm/qemu/line-port.ts";
import { chardev } from "../../src/confirm/qemu/machine.ts";

test("lines are whole however they arrive", () => {
  const lines: string[] = [];
  const feed = lineSplitter((line) => lines.push(line));
  for (const piece of ["@rea", "dy 6.1\r\n@put\n", "\n@in"]) feed(piece);
  expect(lines).toEqual(["@ready 6.1", "@put", ""]);
});

test("a line that came early is kept for whoever asks", async () => {
  const inbox = new Inbox<string>();
  inbox.put("b");
  inbox.put("a");
  const later = inbox.take((line) => line === "c", 1000);
  inbox.put("c");
  expect(await inbox.take((line) => line === "a", 0)).toBe("a");
  expect(await inbox.take((line) => line === "b", 0)).toBe("b");
  expect(await later).toBe("c");
  expect(await inbox.take((line) => line === "a", 1)).toBeUndefined();
});

test("whoever waits is told when nothing more will come", async () => {
  const inbox = new Inbox<string>();
  inbox.put("kept");
  const waiting = inbox.take((line) => line === "x", 60_000);
  inbox.fail(new Error("QEMU ended"));
  await expect(waiting).rejects.toThrow("QEMU ended");
  await expect(inbox.take((line) => line === "x", 60_000)).rejects.toThrow("QEMU ended");
  expect(await inbox.take((line) => line === "kept", 0)).toBe("kept");
});

test("an archive is aligned and ends with its trailer", () => {
  const archive = newc(["dev"], new Map([["init", Buffer.from("#!/bin/sh\n")]]));
  expect(archive.length % 4).toBe(0);
  expect(archive.toString("latin1", 0, 6)).toBe("070701");
  const names = archive
    .toString("latin1")
    .split("070701")
    .slice(1)
    .map((entry) => /^.{104}([^\0]*)/s.exec(entry)?.[1]);
  expect(names).toEqual(["dev", "init", "TRAILER!!!"]);
});

test("a path cannot add options to QEMU's words", () => {
  expect(chardev("console", "/tmp/a,server=on")).toEqual([
    "-chardev",
    "socket,id=console,path=/tmp/a,,server=on",
  ]);
});

test("each probe has its event, and pointers have their machine's size", () => {
  const { kprobes, events } = probesFor("arm");
  const names = kprobes.map((probe) => /^\w:(\w+)/.exec(probe)?.[1]);
  expect(events.map((event) => event.split(" ")[0])).toEqual(
    expect.arrayContaining(names.map((name) => `kprobes/${name}`)),
  );
  expect(kprobes).toContain("p:wset_queue_work_on queue_work_on at=%r2:x64 fn=+12(%r2):x32");
});
