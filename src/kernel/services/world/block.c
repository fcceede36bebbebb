/* SPDX-License-Identifier: MIT */
/*
 * block/genhd.c; 4.4 ... 7.2. While a disk is there, a process may open it, read or write one page or ask it by ioctl(), and
 * close it. Adding a disk that has a size reads its first page, for partitions, before it returns. Who removes the disk waits for requests that
 * have not ended from 5.15 on; before, whoever cleans up its queue does.
 */
#include <linux/slab.h>
#include "block.h"

struct disk_use {
	struct happening session;
	struct list_head entry;
	struct gendisk *disk;
	bool gone;
};
static LIST_HEAD(disk_uses);
static unsigned int next_block_major;

int unoops_register_blkdev(unsigned int major, const char *name)
{
	unoops_check_may_sleep("register_blkdev() in atomic context");
	if (unoops_fault("register_blkdev"))
		return -EBUSY;
	return major ? 0 : (int)(254 - next_block_major++);
}
void unregister_blkdev(unsigned int major, const char *name) { }

/* --- who reads and writes ---------------------------------------------------------------- */

struct page_transfer {
	struct bio bio;
	struct bio_vec vec;
	unsigned int done;
};
static void transfer_is_done(struct bio *bio) { ((struct page_transfer *)bio->bi_private)->done = 1; }

static void transfer_page(struct gendisk *disk, unsigned int op, sector_t sector)
{
	struct page_transfer *t = unoops_alloc(sizeof(*t), "bio");
	void *page = unoops_alloc(PAGE_SIZE, "page");
	unsigned int size = min_t(sector_t, PAGE_SIZE, (get_capacity(disk) - sector) << SECTOR_SHIFT);

	t->vec = (struct bio_vec){ .bv_page = virt_to_page(page), .bv_len = size };
	t->bio = (struct bio){ .bi_bdev = &disk->unoops_part0, .bi_vcnt = 1, .bi_max_vecs = 1, .bi_io_vec = &t->vec,
			       .bi_iter = { .bi_sector = sector, .bi_size = size }, .bi_end_io = transfer_is_done, .bi_private = t };
#if UNOOPS_SINCE(4, 14)
	t->bio.bi_disk = disk;
#endif
#if UNOOPS_SINCE(4, 8)
	t->bio.bi_opf = op;
#else
	t->bio.bi_rw = op;
#endif
	unoops_submit_to_disk(disk, &t->bio);
	unoops_block(&t->done, ~0u, 1);
	unoops_free(page);
	unoops_free(t);
}

static int open_disk(struct gendisk *disk)
{
	int err = 0;

	mutex_lock(&disk->open_mutex);
	if (disk->fops->open)
#if UNOOPS_SINCE(6, 5)
		err = disk->fops->open(disk, BLK_OPEN_READ | BLK_OPEN_WRITE);
#else
		err = disk->fops->open(&disk->unoops_part0, FMODE_READ | FMODE_WRITE);
#endif
	mutex_unlock(&disk->open_mutex);
	return err;
}
static void close_disk(struct gendisk *disk)
{
	mutex_lock(&disk->open_mutex);
	if (disk->fops->release)
#if UNOOPS_SINCE(6, 5)
		disk->fops->release(disk);
#else
		disk->fops->release(disk, FMODE_READ | FMODE_WRITE);
#endif
	mutex_unlock(&disk->open_mutex);
}

static void ask_disk(struct gendisk *disk)
{
	unsigned int known = unoops_constants(disk->fops->ioctl, -1), picked = unoops_choose(known + 1, "");
	unsigned int cmd = picked < known ? unoops_constants(disk->fops->ioctl, picked) : ~0u;

	unoops_tellf("ioctl(/dev/%s, %#x)", disk->disk_name, cmd);
	(void)unoops_call_fn(disk->fops->ioctl, &disk->unoops_part0, BLK_OPEN_READ | BLK_OPEN_WRITE, cmd, USER_PAGE(USER_ONE));
}

/* Of memory beyond this the machine has only the beginning (heap.ts): who reads the end of so large a disk would only learn that. */
#define WHOLE_SECTORS	64

static void use_open_disk(struct gendisk *disk)
{
	sector_t capacity = get_capacity(disk);
	unsigned int picked = unoops_choose(disk->fops->ioctl ? 4 : 3, "");

	if (picked == 3) {
		ask_disk(disk);
	} else if (capacity) {
		if (capacity > WHOLE_SECTORS)
			unoops_assume("of a disk of more than 32 KiB, the first page is read and written");
		unoops_tellf("dd %s=/dev/%s count=1 bs=4k", picked ? "if" : "of", disk->disk_name);
		transfer_page(disk, picked ? REQ_OP_READ : REQ_OP_WRITE, picked < 2 || capacity <= PAGE_SECTORS || capacity > WHOLE_SECTORS ? 0 : capacity - PAGE_SECTORS);
	}
}

static void use_disk(struct happening *h)
{
	struct disk_use *use = (struct disk_use *)h;
	struct gendisk *disk = use->disk;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!use->gone && try_module_get(disk->fops->owner)) {
		struct module *owner = disk->fops->owner;

		get_device(disk_to_dev(disk));
		if (!open_disk(disk)) {
			use_open_disk(disk);
			close_disk(disk);
		}
		put_device(disk_to_dev(disk));
		module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

/* --- disks ------------------------------------------------------------------------------ */

static void free_disk(struct device *dev)
{
	struct gendisk *disk = container_of(dev, struct gendisk, unoops_part0.bd_device);

	if (disk->unoops_own_queue && disk->queue)
		unoops_exit_mq_queue(disk->queue);
#if UNOOPS_SINCE(5, 18)
	if (disk->fops && disk->fops->free_disk)
		disk->fops->free_disk(disk);
#endif
	if (disk->queue && disk->unoops_holds_queue)
		blk_put_queue(disk->queue);
	unoops_free(disk);
}

struct gendisk *unoops_alloc_disk(int minors)
{
	struct gendisk *disk;

	unoops_check_may_sleep("a disk is made in atomic context");
	if (unoops_fault("alloc_disk"))
		return NULL;
	disk = unoops_alloc(sizeof(*disk), "gendisk");
	disk->minors = minors;
	disk->part0 = &disk->unoops_part0;
	disk->part0->bd_disk = disk;
	mutex_init(&disk->open_mutex);
	disk->part0->bd_device.release = free_disk;
	device_initialize(&disk->part0->bd_device);
	return disk;
}

/* A disk with a queue of its own; until 5.19 the driver cleans that up. */
struct gendisk *unoops_disk_of(struct request_queue *q)
{
	struct gendisk *disk;

	if (IS_ERR(q))
		return ERR_CAST(q);
	disk = unoops_alloc_disk(0);
	if (!disk) {
		unoops_exit_mq_queue(q);
		unoops_free(q);
		return ERR_PTR(-ENOMEM);
	}
	disk->queue = q;
	q->disk = disk;
	disk->unoops_own_queue = UNOOPS_SINCE(6, 0);
	disk->unoops_holds_queue = true;
	q->unoops_references += !UNOOPS_SINCE(6, 0);
	return disk;
}

static bool has_partitions(const struct gendisk *disk)
{
#if UNOOPS_SINCE(5, 17)
	return !(disk->flags & (GENHD_FL_NO_PART | GENHD_FL_HIDDEN));
#else
	return !(disk->flags & GENHD_FL_NO_PART_SCAN) && (disk->minors > 1 || disk->flags & GENHD_FL_EXT_DEVT);
#endif
}

static int register_disk(struct gendisk *disk)
{
	struct disk_use *use;

	unoops_check_may_sleep("a disk is added in atomic context");
	if (!disk->queue || !disk->fops)
		unoops_trap(UNOOPS_BUG, disk, "a disk is added that has no queue or no operations");
	if (UNOOPS_SINCE(5, 15) && unoops_fault("add_disk"))
		return -ENOMEM;
	if (!disk->unoops_holds_queue) {
		disk->unoops_holds_queue = true;
		disk->queue->unoops_references++;
	}
	disk->queue->disk = disk;
	disk->part0->bd_queue = disk->queue;
	use = unoops_new_deed(sizeof(*use), use_disk);
	use->disk = disk;
	list_add_tail(&use->entry, &disk_uses);
	unoops_expect(&use->session);
	if (get_capacity(disk) && has_partitions(disk) && !open_disk(disk)) {
		transfer_page(disk, REQ_OP_READ, 0);
		close_disk(disk);
	}
	return 0;
}
#if UNOOPS_SINCE(5, 15)
int add_disk(struct gendisk *disk) { return register_disk(disk); }
#else
void add_disk(struct gendisk *disk) { register_disk(disk); }
#endif

void del_gendisk(struct gendisk *disk)
{
	struct disk_use *use;

	unoops_check_may_sleep("del_gendisk() in atomic context");
	list_for_each_entry(use, &disk_uses, entry)
		if (use->disk == disk) {
			list_del(&use->entry);
			mutex_lock(&disk->open_mutex);
			use->gone = true;
			mutex_unlock(&disk->open_mutex);
			unoops_call_off(&use->session, false);
			if (UNOOPS_SINCE(5, 15))
				unoops_kill_queue(disk->queue);
			return;
		}
}
void put_disk(struct gendisk *disk)
{
	if (disk)
		put_device(disk_to_dev(disk));
}
#if UNOOPS_SINCE(5, 14) && !UNOOPS_SINCE(6, 0)
void blk_cleanup_disk(struct gendisk *disk)
{
	blk_cleanup_queue(disk->queue);
	put_disk(disk);
}
#endif
