import { expect, test } from "vitest";
import { diagnose, readCrashes } from "../../src/oops/index.ts";

const evidence = (log: string): string[] => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes).evidence.map(({ certainty, text }) => `${certainty}: ${text}`);
};

const used = (by: string, past: string): string => `BUG: ${by} in ring_poll+0x5c/0x120

CPU: 1 PID: 412 Comm: ringd Not tainted 6.6.30 #1
Call Trace:
 ring_poll+0x5c/0x120
 kthread+0x167/0x1a0

${past}
`;

test.each([
  [
    "KASAN",
    used(
      "KASAN: use-after-free",
      "Allocated by task 400:\n kasan_save_stack+0x33/0x60\n ring_open+0x31/0xc0\n\nFreed by task 401:\n kfree+0x18/0x40\n ring_release+0x44/0x60",
    ),
  ],
  [
    "KASAN of a kernel before 4.13",
    used(
      "KASAN: use-after-free",
      "Allocated:\nPID = 400\n [<ffffffff8108>] save_stack+0x46/0xd0\n ring_open+0x31/0xc0\nFreed:\nPID = 401\n ring_release+0x44/0x60",
    ),
  ],
  [
    "KFENCE",
    used(
      "KFENCE: use-after-free read",
      "kfence-#12: 0xffff8881-0xffff8882, size=32, cache=kmalloc-32\n\nallocated by task 400 on cpu 1 at 12.345s:\n ring_open+0x31/0xc0\n\nfreed by task 401 on cpu 0 at 13.4s:\n ring_release+0x44/0x60",
    ),
  ],
])("who allocated the object, and who freed it, as %s tells it", (_, log) => {
  expect(evidence(log)).toEqual(
    expect.arrayContaining([
      "certain: the object was allocated by task 400, in ring_open()",
      "certain: the object was freed by task 401, in ring_release()",
    ]),
  );
});

test("SLUB names who allocated an object in the heading itself", () => {
  const log = `=============================================================================
BUG kmalloc-32 (Tainted: G    B      O   ): Poison overwritten
-----------------------------------------------------------------------------
INFO: Allocated in ring_open+0x31/0xc0 [ring] age=12 cpu=1 pid=400
\tring_open+0x31/0xc0 [ring]
INFO: Freed in ring_release+0x44/0x60 [ring] age=2 cpu=0 pid=401
\tring_release+0x44/0x60 [ring]
CPU: 1 PID: 412 Comm: ringd Not tainted 4.19.0 #1
Call Trace:
 dump_stack+0x44/0x5c
 check_bytes_and_report+0xcb/0x110
 ring_fill+0x24/0x80 [ring]
`;
  expect(evidence(log)).toEqual(
    expect.arrayContaining([
      "certain: the object was allocated by task 400, in ring_open()",
      "certain: the object was freed by task 401, in ring_release()",
    ]),
  );
});

test("who queued work that has to do with the object is likely, since others may have queued some as well", () => {
  const log = used(
    "KASAN: use-after-free",
    "Last potentially related work creation:\n insert_work+0x31/0xc0\n __queue_work+0x31/0xc0\n ring_kick+0x44/0x60",
  );
  expect(evidence(log)).toContain(
    "likely: ring_kick() queued work, or an RCU callback, that has to do with the object",
  );
});
