/* SPDX-License-Identifier: MIT */
/*
 * drivers/input/input.c, drivers/tty/vt/keyboard.c; 4.4 ... 7.2. A process opens an input device of the module's, and closes it; what the
 * device reports is looked at by nobody. There is one keyboard beside it, on which keys are pressed for each handler and each notifier.
 */
#include <linux/input.h>
#include <linux/keyboard.h>
#include <linux/vt_kern.h>
#include "id_tables.h"
#include "happening.h"
#include "user.h"

struct input_user {
	struct happening session;
	struct list_head entry;
	struct input_dev *dev;
	unsigned int active;
	bool gone;
};
static LIST_HEAD(input_users);

struct input_dev *input_allocate_device(void)
{
	struct input_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (dev)
		device_initialize(&dev->dev);
	return dev;
}
void input_free_device(struct input_dev *dev) { kfree(dev); }

static void free_devm_input(void *dev)
{
	if (((struct input_dev *)dev)->unoops_registered)
		input_unregister_device(dev);
	else
		input_free_device(dev);
}
struct input_dev *devm_input_allocate_device(struct device *parent)
{
	struct input_dev *dev = input_allocate_device();

	if (!dev)
		return NULL;
	dev->dev.parent = parent;
	return devm_add_action_or_reset(parent, free_devm_input, dev) ? NULL : dev;
}

static void use_input_device(struct happening *h)
{
	struct input_user *user = (struct input_user *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!user->gone) {
		struct input_dev *dev = user->dev;

		user->active++;
		unoops_tellf("cat /dev/input/event0");
		if (!dev->open || !unoops_call_fn(dev->open, dev)) {
			if (dev->event)
				(void)unoops_call_fn(dev->event, dev, EV_LED, LED_NUML, 1);
			if (dev->close)
				(void)unoops_call_fn(dev->close, dev);
		}
		user->active--;
	}
	unoops_end_session(tsk, seat);
}

int input_register_device(struct input_dev *dev)
{
	unoops_check_may_sleep("input_register_device() in atomic context");
	if (unoops_fault("input_register_device"))
		return -ENOMEM;
	dev->unoops_registered = true;
	if (dev->open || dev->close || dev->event) {
		struct input_user *user = unoops_new_deed(sizeof(*user), use_input_device);

		user->dev = dev;
		list_add_tail(&user->entry, &input_users);
		unoops_expect(&user->session);
	}
	return 0;
}

/* Waits for who is in a function of the device's, and frees it. */
void input_unregister_device(struct input_dev *dev)
{
	struct input_user *user;

	unoops_check_may_sleep("input_unregister_device() in atomic context");
	list_for_each_entry(user, &input_users, entry)
		if (user->dev == dev) {
			list_del(&user->entry);
			user->gone = true;
			unoops_block(&user->active, ~0u, 0);
			unoops_call_off(&user->session, false);
			break;
		}
	kfree(dev);
}

/* May be called anywhere; a device that is gone must not be. */
void input_event(struct input_dev *dev, unsigned int type, unsigned int code, int value) { (void)READ_ONCE(dev->unoops_registered); }

void input_set_capability(struct input_dev *dev, unsigned int type, unsigned int code)
{
	unsigned long *const bits[] = { [EV_KEY] = dev->keybit, [EV_REL] = dev->relbit, [EV_ABS] = dev->absbit, [EV_MSC] = dev->mscbit,
					[EV_SW] = dev->swbit, [EV_LED] = dev->ledbit, [EV_SND] = dev->sndbit };

	if (type < ARRAY_SIZE(bits) && bits[type])
		__set_bit(code, bits[type]);
	__set_bit(type, dev->evbit);
}
void input_set_abs_params(struct input_dev *dev, unsigned int axis, int min, int max, int fuzz, int flat)
{
	__set_bit(EV_ABS, dev->evbit);
	__set_bit(axis, dev->absbit);
}

/* --- who listens to the keyboard: in a hard interrupt ------------------------------------ */

static struct input_dev keyboard = { .name = "keyboard", .phys = "isa0060/serio0/input0", .evbit = { 1u << EV_KEY } };

struct listener {
	struct happening key;
	struct list_head entry;
	const void *who;
};
static LIST_HEAD(listeners);

static int listen_to_keys(const void *who, void (*hear)(struct happening *h))
{
	struct listener *listener = unoops_new_happening(sizeof(*listener), hear, "keyboard", unoops_times("a key is pressed while somebody listens to the keyboard"));

	listener->who = who;
	list_add_tail(&listener->entry, &listeners);
	unoops_expect(&listener->key);
	return 0;
}

static int stop_listening_to_keys(const void *who, const char *atomic)
{
	struct listener *listener;

	unoops_check_may_sleep(atomic);
	list_for_each_entry(listener, &listeners, entry)
		if (listener->who == who) {
			list_del(&listener->entry);
			unoops_call_off(&listener->key, true);
			return 0;
		}
	return -ENOENT;
}

/*
 * Keycodes go up to KEY_MAX, and what a module has a table for is less: drivers/tty/vt/keyboard.c, kbd_event(), 4.4 ... 7.2. And keys that the
 * function compares with.
 */
static unsigned int pressed_key(const void *fn)
{
	unsigned int known = unoops_constants(fn, -1), picked = unoops_choose(2 + known, "another key than A is pressed"), key;

	if (picked < 2)
		return picked ? KEY_MAX : KEY_A;
	key = unoops_constants(fn, picked - 2);
	return key > 0 && key < KEY_MAX ? key : KEY_A;
}

static void notify_of_key(struct happening *h)
{
	struct notifier_block *nb = (struct notifier_block *)((struct listener *)h)->who;
	struct task_struct *tsk = unoops_enter_hardirq();
	struct keyboard_notifier_param param = { .vc = vc_cons[0].d, .down = 1, .value = pressed_key(nb->notifier_call) };

	(void)unoops_call_fn(nb->notifier_call, nb, KBD_KEYCODE, &param);
	unoops_leave_hardirq(tsk, "a keyboard notifier returns while a lock is held");
}
int register_keyboard_notifier(struct notifier_block *nb) { return listen_to_keys(nb, notify_of_key); }
int unregister_keyboard_notifier(struct notifier_block *nb) { return stop_listening_to_keys(nb, "unregister_keyboard_notifier() in atomic context"); }

static void key_event(struct happening *h)
{
	struct input_handle *handle = (struct input_handle *)((struct listener *)h)->who;
	struct input_handler *handler = handle->handler;
	struct task_struct *tsk = unoops_enter_hardirq();
	unsigned int key = pressed_key(handler->filter ? (const void *)handler->filter : (const void *)handler->event);

	if (handler->filter)
		(void)unoops_call_fn(handler->filter, handle, EV_KEY, key, 1);
	else if (handler->event)
		(void)unoops_call_fn(handler->event, handle, EV_KEY, key, 1);
	unoops_leave_hardirq(tsk, "an input handler returns while a lock is held");
}

static struct input_handle *connected;

int input_register_handle(struct input_handle *handle) { connected = handle; return 0; }
void input_unregister_handle(struct input_handle *handle) { connected = NULL; }
int input_open_device(struct input_handle *handle) { handle->open++; return listen_to_keys(handle, key_event); }
void input_close_device(struct input_handle *handle) { handle->open--; (void)stop_listening_to_keys(handle, "input_close_device() in atomic context"); }

int input_register_handler(struct input_handler *handler)
{
	unoops_check_may_sleep("input_register_handler() in atomic context");
	unoops_read_input_ids(handler->id_table);
	if (handler->connect && !(handler->match && !handler->match(handler, &keyboard)))
		(void)handler->connect(handler, &keyboard, handler->id_table);
	return 0;
}
void input_unregister_handler(struct input_handler *handler)
{
	unoops_check_may_sleep("input_unregister_handler() in atomic context");
	if (connected && handler->disconnect)
		handler->disconnect(connected);
}
