/** A report of CONFIG_DEBUG_OBJECTS on something that it watches, with the functions that came to it. */
export const watched = (
  said: string,
  ...callers: readonly string[]
): string => `------------[ cut here ]------------
ODEBUG: ${said}
WARNING: CPU: 1 PID: 880 at lib/debugobjects.c:615 debug_print_object+0x12a/0x180
Modules linked in: ring(O)
CPU: 1 PID: 880 Comm: cat Not tainted 6.6.30 #1
RIP: 0010:debug_print_object+0x12a/0x180
Call Trace:
 __debug_check_no_obj_freed+0x201/0x2b0
${callers.map((name) => ` ${name}+0x2c/0x60`).join("\n")}
`;
