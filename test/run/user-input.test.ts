import { expect, test } from "vitest";
import { toldApart } from "../../src/run/user-input/told-apart.ts";
import { readSource } from "../../src/source/index.ts";

const apart = (text: string): ReturnType<typeof toldApart> => toldApart([readSource("m.c", text)]);
const writer = (body: string): string =>
  `static ssize_t m_write(struct file *f, const char __user *from, size_t n, loff_t *pos)\n{\n${body}\n}\n`;
/** A writer that reads a number into `v`, hands it to set(), and returns this. */
const returning = (what: string): string =>
  writer(`int v, w;\nkstrtoint(b, 0, &v);\nset(v);\nreturn ${what};`);

test("texts that a call compares with are written with and without their newline, those of macros too", () => {
  const { texts } = apart(
    `#define GO "go"\n${writer('if (!strcmp(b, GO) || sysfs_streq(b, "halt\\n")) return 1;')}`,
  );
  expect(texts).toEqual(["go\n", "go", "halt\n", "halt"]);
});

test("texts of a table are written where something is compared with it", () => {
  const table =
    'static const struct { const char *name; int op; } table[] = { { "on", 1 }, { "off", 2 } };\n';
  expect(apart(table + writer("return strcmp(b, table[0].name);")).texts).toEqual([
    "on\n",
    "on",
    "off\n",
    "off",
  ]);
  expect(apart(table + writer("return 0;")).texts).toEqual([]);
});

test("characters that are compared with are written, wherever they come from", () => {
  const { texts } = apart(
    writer("switch (b[0]) {\ncase 'x': return 1;\n}\nreturn b[1] == '-' || b[2] == '\\n';"),
  );
  expect(texts.filter((text) => !text.endsWith("\n"))).toEqual(["-", "x", "a-"]);
});

test("numbers on both sides of a bound are put in where what is compared comes from user space", () => {
  expect(apart(returning("v > 7")).numbers).toEqual([7, 8]);
  expect(apart(returning("3 > v")).numbers).toEqual([2, 3]);
  expect(apart(returning("w > 7")).numbers).toEqual([]);
  expect(
    apart(`static void set(int mode)\n{\nswitch (mode) {\ncase 5: go();\n}\n}\n${returning("0")}`).numbers,
  ).toEqual([5]);
});

test("numbers may have names: of a macro, of an enumeration", () => {
  const body = "int v;\nkstrtoint(b, 0, &v);\nswitch (v) {\ncase FAST: case SLOW: go();\n}\nreturn 0;";
  const { numbers } = apart(`#define FAST 6\nenum mode { OFF, LOW = 10, SLOW, };\n${writer(body)}`);
  expect(numbers).toEqual([6, 11]);
});

test("an argument of ioctl() is told apart by its value, a parameter of the module and a handler's variable too", () => {
  const ioctl =
    "static long m_ioctl(struct file *f, unsigned int cmd, unsigned long arg)\n{\nreturn arg == 4;\n}\nstatic const struct file_operations ops = { .unlocked_ioctl = m_ioctl };\n";
  expect(apart(ioctl).numbers).toEqual([4]);
  const parameter =
    "static int level;\nmodule_param(level, int, 0644);\nstatic int run(void *p)\n{\nreturn level == 9;\n}\n";
  expect(apart(parameter).numbers).toEqual([9]);
});

test("what is compared too often to be tried is counted", () => {
  const cases = Array.from({ length: 30 }, (_, i) => `case ${i}: go();`).join("\n");
  const { numbers, texts, leftOut } = apart(
    writer(`int v;\nkstrtoint(b, 0, &v);\nswitch (v) {\n${cases}\n}`),
  );
  expect(numbers.length + texts.length).toBeLessThan(28 * 2);
  expect(leftOut).toBe(28 * 2 - numbers.length - texts.length);
});

test("a write() that takes a struct gets one, of the size that it compares with where it does", () => {
  const table = "static const struct file_operations ops = { .write = m_write };\n";
  const copies = "struct order o;\nif (copy_from_user(&o, from, sizeof(o))) return -14;\nreturn o.what == 3;";
  expect(apart(writer(copies) + table)).toMatchObject({ writesRecords: "any size", numbers: [3] });
  expect(apart(writer(`if (n != sizeof(struct order)) return -22;\n${copies}`) + table).writesRecords).toBe(
    "one size",
  );
  expect(apart(writer(copies)).writesRecords).toBe("none");
});

test("a struct is handed over with each combination of what its members are compared with", () => {
  const { records } = apart(
    `typedef struct { char kind; u16 flags; u32 level; } order_t;
${writer("order_t o;\ncopy_from_user(&o, from, sizeof(o));\nreturn o.kind == 'x' && (o.flags & BIT(6)) && o.level > 10;")}`,
  );
  expect(records.map(({ says }) => says)).toEqual(
    expect.arrayContaining(["kind 120, flags 64, level 11", "kind 120", "level 10"]),
  );
  const all = records.find(({ says }) => says === "kind 120, flags 64, level 11");
  expect([...(all?.bytes ?? [])]).toEqual([120, 0, 64, 0, 11, 0, 0, 0]);
});

test("no struct is made up where its layout is not known", () => {
  const copying = writer("struct order o;\ncopy_from_user(&o, from, sizeof(o));\nreturn o.level > 10;");
  for (const order of [
    "struct order { int (*fn)(void); int level; };",
    "struct order { struct elsewhere a; int level; };",
    "struct order { int a : 4; int level : 5; } __packed;",
    "struct inner { struct order o; }; struct order { struct inner i; int level; };",
  ])
    expect(apart(`${order}\n${copying}`).records).toEqual([]);
});

test("words and numbers stand together as a format asks for them, and numbers are written with base 16 where they are read so", () => {
  const scans = writer('sscanf(b, "%15s %d", name, &v);\nreturn !strcmp(name, "rate") && v > 50;');
  expect(apart(scans).texts).toEqual(expect.arrayContaining(["rate 50\n", "rate 51\n"]));
  const hex = writer("kstrtoul_from_user(from, n, 16, &v);\nreturn v == 0xbeef;");
  expect(apart(hex).texts).toContain("0xbeef\n");
});

test("a file is opened and read in other ways where the module asks how", () => {
  const table = "static const struct file_operations ops = { .read = m_read, .llseek = m_seek };\n";
  const reads = (body: string): string[] => [
    ...apart(
      `loff_t m_seek(struct file *f, loff_t to, int w)\n{\nreturn 0;\n}\nssize_t m_read(struct file *f, char *to, size_t n, loff_t *pos)\n{\n${body}\n}\n${table}`,
    ).looksAt,
  ];
  expect(reads("return simple_read_from_buffer(to, n, pos, b, 4);")).toEqual(["seeks"]);
  expect(reads("if (f->f_flags & O_NONBLOCK) return -11;\nif (n < 8 || *pos) return 0;\nreturn 1;")).toEqual([
    "flags",
    "mode",
    "size",
    "position",
    "seeks",
  ]);
});

/** Whether a module with such an open() is opened twice. */
const opens = (body: string): boolean =>
  apart(
    `static int open_now;\nstatic int m_open(struct inode *i, struct file *f)\n{\n${body}\n}\nstatic const struct file_operations ops = { .open = m_open };\n`,
  ).looksAt.has("opens");

test("a file is opened twice where open() counts, or begins a thread", () => {
  expect(opens("if (test_and_set_bit(0, &busy)) return -16;\nreturn 0;")).toBe(true);
  expect(opens("open_now++;\nreturn 0;")).toBe(true);
  expect(opens('t = kthread_run(fn, NULL, "t");\nreturn 0;')).toBe(true);
  expect(opens("struct foo *p = i->i_private;\nf->private_data = p;\nreturn 0;")).toBe(false);
});

test("a device gives the numbers that are compared with what is read of it, behind masks, shifts and functions of the module's own", () => {
  const { deviceNumbers, numbers } = apart(
    `static u32 get(int at)\n{\nreturn readl(base + at);\n}\nstatic int probe(void)\n{\nint id = i2c_smbus_read_byte_data(c, 0);\nu32 mode;\nof_property_read_u32(np, "mode", &mode);\nreturn get(4) == 0xcafe || (id & 0xf0) >> 4 == 5 || mode > 2 || other == 9;\n}\n`,
  );
  expect(deviceNumbers).toEqual([0xcafe, 0x50, 2, 3]);
  expect(numbers).toEqual([]);
});

test("a word that is a conversion itself is written as it is, and reading comes to an end", () => {
  const scans = writer('sscanf(b, "%s %d", name, &v);\nreturn !strcmp(name, "%s") || !strcmp(name, "$&%d");');
  expect(apart(scans).texts).toEqual(expect.arrayContaining(["%s 1\n", "$&%d 1\n"]));
});

/** What is written for the sake of one condition, without the lines that `echo` makes. */
function texts(condition: string): readonly string[] {
  return apart(writer(`if (${condition}) return 1;\nreturn 0;`)).texts.filter((text) => !text.endsWith("\n"));
}

test("what one condition asks of several characters is written in one text", () => {
  expect(texts("b[0] == 's' && b[2] == 'x'")).toContain("sax");
  expect(texts("*b == 's' && b[1] == 't' && c[0] == 'q'")).toContain("st");
  expect(texts("!strncmp(b, \"speed\", 5) && b[5] == '='")).toContain("speed=");
  expect(texts("strncmp(b, \"speedy\", 5) == 0 && b[5] == '='")).toContain("speed=");
});

test("a text is as long as its length is compared with, on both sides of a bound", () => {
  const lengths = (body: string): number[] => [
    ...new Set(apart(writer(body)).texts.map((text) => text.trimEnd().length)),
  ];
  expect(lengths("return strlen(b) == 5;")).toEqual([5]);
  expect(lengths("int len = strlen(b);\nreturn len > 6;")).toEqual([6, 7]);
  expect(
    apart(
      `${writer("return n > 8 && n < 16;")}static const struct file_operations f = { .write = m_write };`,
    ).texts.filter((text) => !text.endsWith("\n")),
  ).toEqual([8, 9, 15, 16].map((length) => "a".repeat(length)));
});

test("a number is undone through the arithmetic that stands between it and what it is compared with", () => {
  expect(apart(returning("v / 10 == 7")).numbers).toEqual([70]);
  expect(apart(returning("v % 10 == 7")).numbers).toEqual([7]);
  expect(apart(returning("(v + 5) * 2 == 34")).numbers).toEqual([12]);
  expect(apart(returning("v - 3 > 4")).numbers).toEqual([7, 8]);
});

test("a number is told apart where its bytes were copied out of what user space wrote", () => {
  const body = "u32 v;\ncopy_from_user(b, from, 8);\nmemcpy(&v, b, 4);\nreturn le32_to_cpu(v) == 0x1234;";
  expect(apart(writer(body)).numbers).toEqual([0x1234]);
});

test("texts that are taken apart are written as two words, with what stands between them", () => {
  const { texts } = apart(
    writer('char *cmd = strsep(&p, " \\n");\nreturn !strcmp(cmd, "led") && !strcmp(arg, "on");'),
  );
  expect(texts).toEqual(expect.arrayContaining(["led on\n", "led on", "on led"]));
});

function scanned(format: string, condition: string): readonly string[] {
  return apart(writer(`int v, w;\nchar c;\nsscanf(b, "${format}", &c, &v, &w);\nreturn ${condition};`)).texts;
}

test("every conversion of a format gets what the module compares with, alone and together", () => {
  expect(scanned("%c%d", "c == 'r' && v > 100")).toEqual(expect.arrayContaining(["r100", "r101"]));
  expect(scanned("%d %d", "v == 3 && w == 4")).toEqual(expect.arrayContaining(["3 4", "4 3", "3 3"]));
  expect(scanned("%x", "v == 0xbeef")).toContain("beef\n");
});

test("bit fields, members of a union and packed ones have the bytes that the compiler gives them, and an address is one", () => {
  const copying = writer("struct order o;\ncopy_from_user(&o, from, sizeof(o));\nreturn o.level == 10;");
  const bytes = (order: string): number[][] =>
    apart(`${order}\n${copying}`).records.map((record) => [...record.bytes]);
  expect(bytes("struct order { u8 a : 4, level : 4; };")).toEqual([[10 << 4]]);
  expect(bytes("struct order { union { int a; char b; }; int level; };")).toEqual([
    [0, 0, 0, 0, 10, 0, 0, 0],
  ]);
  expect(bytes("struct order { char a; int level; } __packed;")).toEqual([[0, 10, 0, 0, 0]]);
  expect(bytes("struct order { void __user *to; u8 level; };")).toContainEqual([0, 0, 0, 0x40, 10, 0, 0, 0]);
});

test("a buffer of bytes holds what is asked of each of them, and one that is not, with the size that write() asks for", () => {
  const table = "static const struct file_operations ops = { .write = m_write };\n";
  const magic = "static const u8 magic[2] = { 0xde, 0xad };\n";
  const body =
    "u8 f[4];\nif (n != sizeof(f)) return -22;\nif (copy_from_user(f, from, n) || memcmp(f, magic, sizeof(magic))) return -14;\nif (f[2] != 0x10 || f[3] == 0) return -74;\nreturn n;";
  const { records, writesRecords } = apart(magic + writer(body) + table);
  expect(writesRecords).toBe("one size");
  const bytes = records.map((record) => [...record.bytes]);
  expect(bytes).toContainEqual([0xde, 0xad, 0x10, 0]);
  expect(bytes).toContainEqual([0xde, 0xad, 0x10, 1]);
});

/** A writer that takes four bytes of which the last is what this makes of the others. */
const summing = (sum: string): string =>
  `u8 f[4], sum = 0;\nint i;\nif (n != 4 || copy_from_user(f, from, 4)) return -14;\nfor (i = 0; i < 3; i++) ${sum} f[i];\nif (sum != f[3]) return -74;\nreturn f[0] == 0x5a && f[1] == 2;`;
/** Whether the argument of an ioctl() is told to be a number. */
const takesNumber = (body: string): boolean =>
  apart(
    `static long m_ioctl(struct file *f, unsigned int cmd, unsigned long arg)\n{\nint v;\n${body}\n}\nstatic const struct file_operations ops = { .unlocked_ioctl = m_ioctl };\n`,
  ).looksAt.has("argument");

test("the last byte of a frame is the sum of the others where the module adds them up", () => {
  const table = "static const struct file_operations ops = { .write = m_write };\n";
  const last = (sum: string): number[] =>
    apart(writer(summing(sum)) + table).records.map(({ bytes }) => bytes[3] ?? -1);
  expect(last("sum +=")).toContain(0x5c);
  expect(last("sum ^=")).toContain(0x58);
});

test("what is asked of several characters one after the other is one text, of the number that a digit is too", () => {
  const { texts } = apart(
    writer(
      "char b[8];\nint v;\ncopy_from_user(b, from, n);\nif (toupper(b[0]) == 'S') {\nv = b[1] - '0';\nif (v < 4 && b[2] == '!') return 1;\n}\nreturn 0;",
    ),
  );
  expect(texts).toContain("S3!");
});

test("a text that is taken apart at a character is a word and a word, or a word and a number", () => {
  const { texts } = apart(
    writer(
      'char *v = strchr(b, \'=\');\nint level;\nkstrtoint(v, 0, &level);\nif (!strcmp(b, "fan") && !strcmp(v, "off")) return level == 7;\nreturn 0;',
    ),
  );
  expect(texts).toContain("fan=off");
  expect(texts).toContain("fan=7");
});

test("the number of an array's elements is a bound like any other", () => {
  const { numbers } = apart(
    `static struct task_struct *pool[3];\n${writer("unsigned long lane;\nkstrtoul(b, 0, &lane);\nif (lane - 100 >= ARRAY_SIZE(pool)) return -34;\nreturn 0;")}`,
  );
  expect(numbers).toEqual([102, 103]);
});

test("an argument of ioctl() is a number where something is done with it that is not done with an address", () => {
  expect(takesNumber("return arg ? start() : stop();")).toBe(true);
  expect(takesNumber("return copy_from_user(&v, (void __user *)arg, sizeof(v));")).toBe(false);
  expect(takesNumber("return get_user(v, (int __user *)arg);")).toBe(false);
});

test("a text that is taken apart several times has that many pieces, and one fewer", () => {
  const body = `char *a, *b, *end = strchr(buf, '\\n');\na = strchr(buf, ',');\nb = strchr(a, ',');\nreturn b && !strchr(b, ';');`;
  const { texts } = apart(writer(body));
  expect(texts.filter((text) => !text.endsWith("\n"))).toEqual(["1,2", "1,2,3", "1,2,3;4"]);
});
