import type { ByteReader } from "./byte-reader.ts";

/** What a form needs to know of the unit it stands in. */
export interface FormContext {
  readonly version: number;
  /** 64-bit DWARF: offsets of 8 bytes. */
  readonly wide: boolean;
  readonly addressSize: number;
  /** Where the unit begins in .debug_info: references within it count from there. */
  readonly start: number;
}

/** Numbers, offsets and references; addresses; blocks; strings that stand in place. */
export type FormValue = number | bigint | Uint8Array | string | undefined;

/** DW_FORM_* whose value is an index into a table: the unit knows where that begins. */
export const STRX = new Set([0x1a, 0x25, 0x26, 0x27, 0x28]);
export const ADDRX = new Set([0x1b, 0x29, 0x2a, 0x2b, 0x2c]);
export const FORM = { strp: 0x0e, lineStrp: 0x1f, string: 0x08, loclistx: 0x22, rnglistx: 0x23, addr: 0x01 };

/** Reads an attribute of the given form, DWARF 5, 7.5.6, with what DWARF 2 to 4 had. */
export function readForm(
  reader: ByteReader,
  form: number,
  context: FormContext,
  implicit: number | undefined,
): FormValue {
  switch (form) {
    case 0x01:
      return reader.address(context.addressSize);
    case 0x03:
      return reader.bytes(reader.u16());
    case 0x04:
      return reader.bytes(reader.u32());
    case 0x0b:
    case 0x0c:
    case 0x25:
    case 0x29:
      return reader.u8();
    case 0x05:
    case 0x26:
    case 0x2a:
      return reader.u16();
    case 0x27:
    case 0x2b:
      return reader.u24();
    case 0x06:
    case 0x28:
    case 0x2c:
    case 0x1c:
      return reader.u32();
    case 0x07:
    case 0x20:
    case 0x24:
      return Number(reader.u64());
    case 0x08:
      return reader.string();
    case 0x09:
    case 0x18:
      return reader.bytes(reader.uleb());
    case 0x0a:
      return reader.bytes(reader.u8());
    case 0x0d:
      return reader.sleb();
    case 0x0f:
    case 0x1a:
    case 0x1b:
    case 0x22:
    case 0x23:
      return reader.uleb();
    case 0x0e:
    case 0x17:
    case 0x1d:
    case 0x1f:
      return reader.offset(context.wide);
    case 0x10:
      return context.version === 2
        ? Number(reader.address(context.addressSize))
        : reader.offset(context.wide);
    case 0x11:
      return context.start + reader.u8();
    case 0x12:
      return context.start + reader.u16();
    case 0x13:
      return context.start + reader.u32();
    case 0x14:
      return context.start + Number(reader.u64());
    case 0x15:
      return context.start + reader.uleb();
    case 0x16:
      return readForm(reader, reader.uleb(), context, undefined);
    case 0x19:
      return 1;
    case 0x1e:
      return reader.bytes(16);
    case 0x21:
      return implicit;
    default:
      throw new RangeError(`debug information of a form that is not known: 0x${form.toString(16)}`);
  }
}
