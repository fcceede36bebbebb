import { inFunction, type Kind } from "./kind.ts";

/** How a page fault, or an allocation, comes to the out-of-memory killer: who asked is further out. */
const OOM_SKIP =
  /^dump_header$|^oom_|^out_of_memory|^pagefault_out|^mem_cgroup_|^try_charge|^__mem_cgroup|^filemap_|^__filemap|^page_cache_|^(?:__)?handle_(?:mm|pte)|^do_(?:user_addr|anonymous|fault|swap|wp|read_fault|cow)|^__do_fault|^wp_page|^(?:__)?vma_alloc|^folio_alloc|^alloc_|^__alloc|^pte_alloc|^__pte_alloc|^__pmd_alloc|^__pud_alloc|^ext4_filemap|^xfs_filemap|^swapin_|^read_swap|^shmem_fault|^exc_page_fault|^do_page_fault|^__do_user_fault/;

/** Memory that somebody did without, or should have: the kernel goes on, and what crashes then says more. */
export const ALLOCATION_FAILURE = "ALLOCATION-FAILURE";

/** How pages come to be asked for: for whom is further out. */
const ALLOCATE = /alloc|slab|get_free_pages|^page_frag|^__page_frag|^new_slab|^swiotlb_|^dump_stack|^warn_/;

/** Memory that ran out. */
export const MEMORY: readonly Kind[] = [
  // mm/page_alloc.c: warn_alloc(), before 4.10 warn_alloc_failed(); the process is named before it
  inFunction(
    ALLOCATION_FAILURE,
    "page allocation failure",
    /: (?:page allocation failure: order:\d|vmalloc(?:: allocation failure| error: size \d))/,
    ["page allocation failure: ", ": vmalloc"],
    { role: "part", skip: ALLOCATE, lostAlone: true },
  ),
  inFunction("OOM", "Out of memory", / invoked oom-killer: /, [" invoked oom-killer: "], {
    skip: OOM_SKIP,
    lostAlone: true,
  }),
  inFunction(
    "OOM",
    "Out of memory",
    /^(?:Memory cgroup out of memory|Out of memory(?: and no killable processes)?): [Kk]ill(?:ed)? process /,
    ["Kill process ", "kill process ", "Killed process "],
    { role: "part", skip: OOM_SKIP, lostAlone: true },
  ),
];
