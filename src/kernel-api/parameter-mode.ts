/**
 * Whether root may write a parameter's file, by the mode that module_param() is given; undefined for one that does not read.
 * include/linux/moduleparam.h, stat.h
 */
export function isWritableMode(mode: string): boolean | undefined {
  const text = mode.trim();
  if (/^0[0-7]*$/.test(text)) return (Number.parseInt(text, 8) & 0o222) !== 0;
  if (/S_IW|S_IRWX/.test(text)) return true;
  return /^S_IR(USR|GRP|OTH|UGO)(\s*\|\s*S_IR(USR|GRP|OTH|UGO))*$/.test(text) ? false : undefined;
}
