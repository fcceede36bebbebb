/** Free the memory that their only argument points to; mm/slab_common.c, mm/util.c, mm/vmalloc.c. */
export const FREES_POINTER: ReadonlySet<string> = new Set([
  "kfree",
  "kvfree",
  "vfree",
  "kfree_sensitive",
  "kzfree",
]);
