/** Text from a log or a source, with control characters that a terminal would act on shown as `\x1b`. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (control) => {
    return `\\x${control.codePointAt(0)!.toString(16).padStart(2, "0")}`;
  });
}
