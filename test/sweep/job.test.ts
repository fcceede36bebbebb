import { expect, test } from "vitest";
import { canonical, jobHash, JobSchema, placesOf, type Job, type JobOf } from "../../src/sweep/job.ts";
import { validJob } from "../../src/sweep/worker.ts";

const HASH = "a".repeat(64);

const RUN: JobOf<"run"> = {
  kind: "run",
  engine: HASH,
  kernel: "6.1",
  arch: "x86_64",
  name: "foo",
  units: ["module/foo.c"],
  beside: [],
  flags: ["-DDEBUG=1", "-Imodule/include"],
  sources: HASH,
  headers: HASH,
  parameters: { n: "2" },
  faults: false,
  users: 1,
  reload: false,
  states: 1000,
};

const CHECK: JobOf<"check"> = {
  kind: "check",
  engine: HASH,
  rules: { "kthread-err-ptr": "0123456789abcdef" },
  kernel: "6.1",
  folder: "usb",
  files: ["usb/core.c"],
  own: HASH,
  around: HASH,
};

const isValid = (job: unknown): boolean => JobSchema.safeParse(job).success;

test.each(["/etc/passwd", "../up.c", "a/../../b.c", "a//b.c", "./a.c", "a\\b.c", "C:a.c", "a\0.c", ""])(
  "a job with the path %j is refused: it may lead out of the job's folder",
  (path) => {
    expect(isValid({ ...RUN, units: [path] })).toBe(false);
    expect(isValid({ ...RUN, beside: [path] })).toBe(false);
    expect(isValid({ ...CHECK, files: [path] })).toBe(false);
    expect(isValid({ ...CHECK, folder: path })).toBe(false);
  },
);

test.each(["-fplugin=x.so", "-I/etc", "-Imodule/../../..", "-include/etc/passwd", "@file", "-DX\0"])(
  "the compiler's option %j is refused",
  (flag) => expect(isValid({ ...RUN, flags: [flag] })).toBe(false),
);

test("a plain job is taken, and nothing that it does not know", () => {
  expect(isValid(RUN)).toBe(true);
  expect(isValid(CHECK)).toBe(true);
  expect(isValid({ ...RUN, command: "rm -rf /" })).toBe(false);
});

test("a job is known by what it says, in whatever order", () => {
  const turned: unknown = Object.fromEntries(Object.entries(RUN).toReversed());
  expect(jobHash(JobSchema.parse(turned))).toBe(jobHash(RUN));
  expect(canonical({ b: [1, { d: 1, c: 2 }], a: 1 })).toBe('{"a":1,"b":[1,{"c":2,"d":1}]}');
  expect(jobHash({ ...RUN, faults: true })).not.toBe(jobHash(RUN));
  expect(jobHash({ ...RUN, engine: "b".repeat(64) })).not.toBe(jobHash(RUN));
});

test("what lies around a folder is no part of its narrow hash", () => {
  expect(placesOf(CHECK).narrow).toBe(placesOf({ ...CHECK, around: "b".repeat(64) }).narrow);
  expect(jobHash(CHECK)).not.toBe(jobHash({ ...CHECK, around: "b".repeat(64) }));
  expect(placesOf(RUN).narrow).toBeUndefined();
});

test("a folder's result is kept in one place, whatever rules were asked", () => {
  const other: Job = { ...CHECK, rules: { "kthread-ref-leak": "0123456789abcdef" } };
  expect(placesOf(other)).toEqual(placesOf(CHECK));
  expect(jobHash(other)).not.toBe(jobHash(CHECK));
  expect(isValid({ ...CHECK, rules: { "no-such-rule": "0123456789abcdef" } })).toBe(false);
});

test("a job from the queue is refused when it is not what its name says", () => {
  expect(validJob({ id: `j${jobHash(RUN)}`, data: RUN })).toEqual(RUN);
  expect(validJob({ id: `j${jobHash(RUN)}`, data: { ...RUN, faults: true } })).toBe(
    "its name is not its hash",
  );
  expect(validJob({ id: "j1", data: { ...RUN, units: ["../x.c"] } })).toContain("may not leave");
});
