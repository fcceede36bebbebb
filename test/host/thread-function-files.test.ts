import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readModule } from "../../src/host/module-files.ts";

const CREATES = `int widget_start(struct widget *w)
{
	w->thread = kthread_run(widget_turn, w, "widget");
	return PTR_ERR_OR_ZERO(w->thread);
}
`;

const TURNS = `int widget_turn(void *data)
{
	while (!kthread_should_stop())
		schedule();
	return 0;
}
`;

const OTHER = "int widget_colour(void)\n{\n\treturn 3;\n}\n";

const home = mkdtempSync(join(tmpdir(), "unoops-beside-"));
afterAll(() => rmSync(home, { recursive: true }));

function made(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(home, "driver-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function besideOf(root: string, path: string): readonly string[] {
  const { beside = [], userPath } = readModule([join(root, path)]);
  return beside.map((key) => relative(root, userPath(key)));
}

const PARTS = { "os/start.c": CREATES, "core/turn.c": TURNS, "core/colour.c": OTHER };

test("the function of a thread is found in another folder of the module whose Makefile lies above both", () => {
  const root = made({
    ...PARTS,
    Makefile: "obj-m += widget.o\nwidget-y := os/start.o core/turn.o core/colour.o\n",
  });
  expect(besideOf(root, "os/start.c")).toEqual(["core/turn.c"]);
});

test("a file that the Makefile does not build into the module is not read for it", () => {
  const root = made({ ...PARTS, Makefile: "obj-m += widget.o\nwidget-y := os/start.o core/colour.o\n" });
  expect(besideOf(root, "os/start.c")).toEqual([]);
});

test("a function that the folder itself has is looked for nowhere else", () => {
  const root = made({
    ...PARTS,
    "os/turn.c": TURNS,
    Makefile: "obj-m += widget.o\nwidget-y := os/start.o core/turn.o\n",
  });
  expect(besideOf(root, "os/start.c")).toEqual(["os/turn.c"]);
});
