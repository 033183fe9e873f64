// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/dce, by which the host tells init what to start and init says what became of it. A record
 * for each read(2) and each write(2); their layout is between the host and init. An interrupt says
 * that a record waits.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <asm/host.h>
#include <asm/interrupt.h>

#define RECORD_MAX	(1 << 20)

static DECLARE_WAIT_QUEUE_HEAD(readers);
static bool record_waits;

WASM_EXPORT(control_interrupt) int wasm_control_interrupt(double now_ns)
{
	wasm_interrupt_enter(now_ns);
	record_waits = true;
	wake_up_interruptible(&readers);
	return wasm_interrupt_exit();
}

/* The length of a record, 0 when none waits. One that is longer than the reader's room stays. */
static int take_record(void *record, size_t room)
{
	int n = host_control_read(record, room);

	if (!n)
		record_waits = false;
	return n < 0 ? -EMSGSIZE : n;
}

static ssize_t control_read(struct file *filp, char __user *to, size_t n, loff_t *pos)
{
	size_t room = min_t(size_t, n, RECORD_MAX);
	void *record;
	int taken;

	if (!room)
		return 0;
	record = kvmalloc(room, GFP_KERNEL);
	if (!record)
		return -ENOMEM;
	while (!(taken = take_record(record, room))) {
		taken = -EAGAIN;
		if (filp->f_flags & O_NONBLOCK)
			break;
		taken = wait_event_interruptible(readers, record_waits);
		if (taken)
			break;
	}
	if (taken > 0 && copy_to_user(to, record, taken))
		taken = -EFAULT;
	kvfree(record);
	return taken;
}

static ssize_t control_write(struct file *filp, const char __user *from, size_t n, loff_t *pos)
{
	void *record;

	if (n > RECORD_MAX)
		return -EMSGSIZE;
	record = vmemdup_user(from, n);
	if (IS_ERR(record))
		return PTR_ERR(record);
	host_control_write(record, n);
	kvfree(record);
	return n;
}

static __poll_t control_poll(struct file *filp, poll_table *wait)
{
	__poll_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(filp, &readers, wait);
	if (record_waits)
		events |= EPOLLIN | EPOLLRDNORM;
	return events;
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.read = control_read,
	.write = control_write,
	.poll = control_poll,
	.llseek = noop_llseek,
};

static struct miscdevice control_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "dce",
	.fops = &control_fops,
	.mode = 0600,
};

static int __init control_init(void)
{
	return misc_register(&control_device);
}
device_initcall(control_init);
