import type { Machine } from "./machine.ts";

/** A conversion: flags, width, precision, length, letter, and what follows %p (Documentation/core-api/printk-formats.rst). */
const CONVERSION = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?(hh|h|ll|l|L|q|j|z|t)?([diouxXcspn%])([A-Za-z]*)/g;

/** Formats as the kernel's vsnprintf() does; pointers print as small names instead of hashed values. */
export function format(machine: Machine, template: string, args: number): string {
  let at = args;
  const next = (): number => {
    const value = machine.view.getInt32(at, true);
    at += 4;
    return value;
  };
  const next64 = (): bigint => {
    at = (at + 7) & ~7;
    const value = machine.view.getBigInt64(at, true);
    at += 8;
    return value;
  };
  return template.replace(
    CONVERSION,
    (
      _all,
      flags: string,
      width: string,
      precision: string,
      length: string,
      letter: string,
      suffix: string,
    ) => {
      if (letter === "%") return `%${suffix}`;
      const padTo = width === "*" ? next() : Number(width ?? 0);
      const digits = precision === "*" ? next() : precision === undefined ? -1 : Number(precision);
      const tail = letter === "p" ? "" : suffix;
      const wide = length === "ll" || length === "L" || length === "q" || length === "j";
      return pad(convert(machine, letter, digits, wide ? next64() : next(), flags), padTo, flags) + tail;
    },
  );
}

function convert(
  machine: Machine,
  letter: string,
  precision: number,
  value: number | bigint,
  flags: string,
): string {
  switch (letter) {
    case "d":
    case "i":
      return value.toString();
    case "u":
      return unsigned(value).toString();
    case "x":
      return (flags.includes("#") ? "0x" : "") + unsigned(value).toString(16);
    case "X":
      return unsigned(value).toString(16).toUpperCase();
    case "o":
      return unsigned(value).toString(8);
    case "c":
      return String.fromCodePoint(Number(value) & 0xff);
    case "s": {
      const most = precision >= 0 ? precision : LONGEST;
      return Number(value) === 0 ? "(null)".slice(0, most) : readString(machine, Number(value) >>> 0, most);
    }
    default:
      return unsigned(value).toString(16).padStart(8, "0");
  }
}

function unsigned(value: number | bigint): number | bigint {
  return typeof value === "bigint" ? BigInt.asUintN(64, value) : value >>> 0;
}

function pad(text: string, width: number, flags: string): string {
  if (flags.includes("-")) return text.padEnd(width);
  return flags.includes("0") ? text.padStart(width, "0") : text.padStart(width);
}

/** Lengths beyond a page are cut: nobody prints them. */
const LONGEST = 4096;

/** A C string; every byte must be readable, up to its end or to `most` bytes: nothing behind those is looked at (string_nocheck(), lib/vsprintf.c). */
export function readString(machine: Machine, address: number, most = LONGEST): string {
  // such reads are told to nobody
  if (address >= machine.map.mutable[0]) machine.recall.isOpaque = true;
  let end = address;
  while (end - address < most) {
    machine.map.check(machine, end, 1, false);
    if (machine.bytes[end] === 0) break;
    end++;
  }
  return new TextDecoder("latin1").decode(machine.bytes.slice(address, end));
}
